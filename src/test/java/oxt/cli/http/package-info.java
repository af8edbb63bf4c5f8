/** Talking HTTP with programs that behave, and with those that do not. */
@NullMarked
package oxt.cli.http;

import org.jspecify.annotations.NullMarked;
