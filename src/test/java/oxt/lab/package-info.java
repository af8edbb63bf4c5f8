/**
 * The harness of {@code lab/xen}: boots a dom0 under QEMU, has it run scenarios, and reports each
 * of their sentences as a test. {@link Main} begins; {@link Laboratory} decides what is booted and
 * what is done once more; {@link TestsInDom0} is what runs test classes at the other end.
 */
@NullMarked
package oxt.lab;

import org.jspecify.annotations.NullMarked;
