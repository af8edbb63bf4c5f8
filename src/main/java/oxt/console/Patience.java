package oxt.console;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How long nobody may try a name again after wrong passwords: a second, then twice as long. */
final class Patience {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Names that are remembered; who tries more of them loses only the delays of others. */
    private static final int MOST = 10_000;

    private final Map<String, Wrong> wrong =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
                    return size() > MOST;
                }
            };

    private record Wrong(int times, Instant until) {}

    /** How long to wait yet, where one must. */
    synchronized Optional<Duration> wait(String name, Instant now) {
        Wrong last = wrong.get(name);
        return last != null && now.isBefore(last.until())
                ? Optional.of(Duration.between(now, last.until()))
                : Optional.empty();
    }

    /** Counted before the password is looked at, so that a hundred at once are not one. */
    synchronized void tried(String name, Instant now) {
        Wrong last = wrong.remove(name);
        int times = last == null ? 1 : last.times() + 1;
        Duration delay = Duration.ofMillis(500).multipliedBy(1L << Math.min(times, 12));
        wrong.put(name, new Wrong(times, now.plus(delay.compareTo(LONGEST) < 0 ? delay : LONGEST)));
    }

    synchronized void right(String name) {
        wrong.remove(name);
    }
}
