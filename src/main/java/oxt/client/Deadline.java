package oxt.client;

import java.time.Duration;

/**
 * A moment after which nobody waits any more.
 *
 * @param nanos on the clock of {@link System#nanoTime}
 */
public record Deadline(long nanos) {

    public static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** For streams that a person watches: the person decides. */
    public static Deadline never() {
        return in(Duration.ofDays(365));
    }

    boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }

    /** At least 1, as a wait of 0 would have no end. */
    long remainingMillis() {
        return Math.max(1, (nanos - System.nanoTime()) / 1_000_000);
    }
}
