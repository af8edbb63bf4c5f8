/**
 * The web console's process: logins, sessions, the pages' files, and a relay to the daemon's API.
 *
 * <p>Not pure. It has no rights of its own over VMs: whatever a browser asks goes to the daemon
 * with the person's name and role, and the daemon decides. Every request passes {@link
 * oxt.console.Door}; who may come in is known by {@link oxt.console.People} (passwords), {@link
 * oxt.console.Links} (one-time links) and {@link oxt.console.Sessions}. Its owner talks to it at a
 * Unix socket of its own, {@link oxt.console.Counter}. Start at {@link oxt.console.Main}.
 */
@NullMarked
package oxt.console;

import org.jspecify.annotations.NullMarked;
