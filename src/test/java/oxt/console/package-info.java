/** The web console, asked as browsers do and as nobody should; and a real browser on its pages. */
@NullMarked
package oxt.console;

import org.jspecify.annotations.NullMarked;
