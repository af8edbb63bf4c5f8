package oxt.daemon.http;

import java.time.Duration;
import oxt.model.Problem;

/**
 * How much of the daemon one client, or all together, can have; what is over a limit is refused
 * with the limit's name.
 *
 * @param requestBytes of a request's body
 * @param headerBytes of a request's first line and headers
 * @param openConnections at once
 * @param eventWatchers at once
 * @param consoles that are read at once
 * @param screens that are looked at at once
 * @param commands in guests that run at once
 * @param idle a connection on which nothing moves is closed
 */
public record Limits(
        int requestBytes,
        int headerBytes,
        int openConnections,
        int eventWatchers,
        int consoles,
        int screens,
        int commands,
        Duration idle) {

    /** Every default, visible together. */
    public static final Limits DEFAULT =
            new Limits(
                    // A VM document with every disk, NIC and rule has under 64 KiB.
                    1 << 20,
                    // Ours have a path and three headers.
                    8 << 10,
                    // Each costs some 40 kB; a person has two or three.
                    256,
                    64,
                    64,
                    // Each costs a connection, two light threads and some 100 kB.
                    64,
                    // Each keeps up to 50 kB of output for a client that is slow to read.
                    128,
                    // Longer than the longest poll, 30 s, and than the heartbeats of streams.
                    Duration.ofSeconds(60));

    Problem over(String limit, long value, String what) {
        return new Problem.Conflict(
                "over-limit",
                what + ": the limit " + limit + " is " + value + ".",
                "Ask for less at once, or wait and try again.");
    }
}
