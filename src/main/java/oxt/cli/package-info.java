/**
 * The command line: it turns words into requests to the daemon, and replies into text.
 *
 * <p>Not pure. Start at {@link oxt.cli.Main}.
 */
@NullMarked
package oxt.cli;

import org.jspecify.annotations.NullMarked;
