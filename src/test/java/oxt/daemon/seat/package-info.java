/** Talks between viewers and screens. */
@NullMarked
package oxt.daemon.seat;

import org.jspecify.annotations.NullMarked;
