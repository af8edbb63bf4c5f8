package oxt.engine.qemu;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long the ports of one machine have been empty.
 *
 * <p>Linux reads a request to empty a port whenever it looks what has happened, until it has
 * obeyed; told of two things at once it reads one twice, and empties the port twice. What comes
 * into it in between goes as well (seen with QEMU 7.2 and Linux 6.1; QEMU tells nobody). So what is
 * plugged goes into the port that has been empty longest, and where that is none, it waits.
 */
final class Vacancies {
    /** The second time comes a moment after the first: a few milliseconds of the guest's time. */
    static final Duration SETTLING = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final Map<Integer, Long> since = new HashMap<>();
    private long begin;

    /**
     * Of a machine that somebody else may have asked to empty ports until now.
     *
     * @param nanos a clock as {@link System#nanoTime}
     */
    Vacancies(LongSupplier nanos) {
        this.nanos = nanos;
        begin = nanos.getAsLong();
    }

    /** The machine was just made: nobody was asked to empty anything. */
    synchronized void areNew() {
        begin = nanos.getAsLong() - SETTLING.toNanos();
    }

    synchronized void emptied(int port) {
        since.put(port, nanos.getAsLong());
    }

    /** The one of these ports to put something into. */
    synchronized Optional<Integer> longest(List<Integer> free) {
        long now = nanos.getAsLong();
        return free.stream().max((one, other) -> Long.compare(age(one, now), age(other, now)));
    }

    /** How long to wait before anything is put into the port. */
    synchronized Duration unsettled(int port) {
        return Duration.ofNanos(Math.max(0, SETTLING.toNanos() - age(port, nanos.getAsLong())));
    }

    private synchronized long age(int port, long now) {
        return now - since.getOrDefault(port, begin);
    }
}
