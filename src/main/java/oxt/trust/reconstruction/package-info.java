/**
 * The event log of a boot whose log nobody kept, found again from what is on the disk: {@link
 * oxt.trust.reconstruction.LogReconstruction}.
 */
@NullMarked
package oxt.trust.reconstruction;

import org.jspecify.annotations.NullMarked;
