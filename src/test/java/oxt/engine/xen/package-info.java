/** Tests of the Xen engine; those tagged {@code xen} run in a dom0 only. */
@NullMarked
package oxt.engine.xen;

import org.jspecify.annotations.NullMarked;
