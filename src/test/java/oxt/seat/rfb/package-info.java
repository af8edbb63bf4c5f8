@NullMarked
package oxt.seat.rfb;

import org.jspecify.annotations.NullMarked;
