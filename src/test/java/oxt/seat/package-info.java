@NullMarked
package oxt.seat;

import org.jspecify.annotations.NullMarked;
