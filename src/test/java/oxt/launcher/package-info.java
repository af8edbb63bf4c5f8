/**
 * How {@code ./oxt} and {@code ./oxtd} start from a checkout.
 *
 * <p>Not pure: {@link oxt.launcher.SmallCheckout} is a checkout with a program of one line, and the
 * real scripts.
 */
@NullMarked
package oxt.launcher;

import org.jspecify.annotations.NullMarked;
