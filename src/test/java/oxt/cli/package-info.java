/**
 * The command line as its users type it. Start at {@link oxt.cli.Typist}, who types; most talk to a
 * daemon in this process with simulated VMs.
 */
@NullMarked
package oxt.cli;

import org.jspecify.annotations.NullMarked;
