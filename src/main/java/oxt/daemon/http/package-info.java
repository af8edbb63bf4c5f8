/**
 * The API: HTTP and JSON over a Unix socket.
 *
 * <p>Not pure. What there is is data, {@link oxt.daemon.http.Routes}; the OpenAPI document is made
 * of it. Who may call is decided once a connection, by the kernel's word on who opened it. A read
 * answers from the board and waits for no worker.
 */
@NullMarked
package oxt.daemon.http;

import org.jspecify.annotations.NullMarked;
