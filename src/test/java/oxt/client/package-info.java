/** Talking HTTP with programs that behave, and with those that do not. */
@NullMarked
package oxt.client;

import org.jspecify.annotations.NullMarked;
