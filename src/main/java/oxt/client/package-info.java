/**
 * HTTP/1.1 over a Unix socket, as much of it as the daemon's API needs.
 *
 * <p>Not pure. The JDK's own client has no Unix sockets. Each request has its own connection; what
 * comes back is a claim, and every length in it is bounded. Start at {@link oxt.client.HttpClient}.
 */
@NullMarked
package oxt.client;

import org.jspecify.annotations.NullMarked;
