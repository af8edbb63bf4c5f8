/**
 * This machine: processes, memory, files, cgroups, users and who is at the other end of a socket.
 *
 * <p>Not pure, but what is read is parsed in functions that are. Nothing here decides anything. A
 * file or folder that cannot be had is an {@link oxt.model.ProblemException}; what this machine
 * does not have at all is a value that says why ({@link oxt.host.CgroupParent}).
 */
@NullMarked
package oxt.host;

import org.jspecify.annotations.NullMarked;
