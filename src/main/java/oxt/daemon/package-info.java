/**
 * The daemon, {@code oxtd}: the one place where everything is made and put together.
 *
 * <p>Not pure. Start at {@link oxt.daemon.Main}; the work on VMs is in {@link oxt.daemon.work}, the
 * API in {@link oxt.daemon.http}. What must survive the daemon is in the store and in the VMs'
 * processes: it may be killed at any moment.
 */
@NullMarked
package oxt.daemon;

import org.jspecify.annotations.NullMarked;
