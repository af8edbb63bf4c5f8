/**
 * The work on VMs: a worker for each, what they share, and what becomes of half-done work.
 *
 * <p>Not pure. Start at {@link oxt.daemon.work.Workers}; one VM's thread is {@link
 * oxt.daemon.work.Worker}. Who may interrupt whom: a kill cancels the power requests of its VM that
 * wait or run, and a person cancels any task by its id; nothing else interrupts anything.
 */
@NullMarked
package oxt.daemon.work;

import org.jspecify.annotations.NullMarked;
