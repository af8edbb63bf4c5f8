/**
 * What files are: their SHA-256 digests, taken once while nobody touches them.
 *
 * <p>Not pure. Start at {@link oxt.host.measured.FileDigests}. What {@link
 * oxt.host.measured.DigestsKept} promises, and what not, is in SECURITY.md.
 */
@NullMarked
package oxt.host.measured;

import org.jspecify.annotations.NullMarked;
