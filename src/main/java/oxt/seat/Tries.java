package oxt.seat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Wrong passwords in a row: after each nobody may try for a while, twice as long as before.
 *
 * @param until nobody may before
 */
public record Tries(int wrong, Instant until) {
    public static final Tries NONE = new Tries(0, Instant.MIN);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** How long to wait yet, where one must. */
    public Optional<Duration> wait(Instant now) {
        return now.isBefore(until) ? Optional.of(Duration.between(now, until)) : Optional.empty();
    }

    /** One more. It is counted before the password is looked at: a hundred at once are not one. */
    public Tries more(Instant now) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(wrong, 16));
        return new Tries(
                Math.min(wrong + 1, 16), now.plus(delay.compareTo(LONGEST) < 0 ? delay : LONGEST));
    }
}
