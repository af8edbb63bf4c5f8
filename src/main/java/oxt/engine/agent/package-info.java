/**
 * The agents in guests, over whatever socket an engine has to them: what a network driver domain
 * serves, and what a VM's guest is asked to do. What they say is a claim, read with bounds.
 *
 * <p>Not pure. No engine of its own: the engines use it and never each other. Start at {@link
 * oxt.engine.agent.NetworkAgent} and {@link oxt.engine.agent.GuestAgent}.
 */
@NullMarked
package oxt.engine.agent;

import org.jspecify.annotations.NullMarked;
