package oxt.host;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The moment after which nobody waits any more; the one place that polls for a condition. */
public final class Deadline {
    /** Short at first, because most waits are short; then longer, to leave the processor alone. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    public static Deadline after(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** Never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    public boolean isOver() {
        return left().isZero();
    }

    /** Asks until the answer is yes, at least once; says whether it was, before the deadline. */
    public boolean await(BooleanSupplier condition) throws InterruptedException {
        return await(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    /** Asks until there is an answer, at least once; nothing where there was none in time. */
    public <T> Optional<T> await(Supplier<Optional<T>> question) throws InterruptedException {
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent() || isOver()) {
                return answer;
            }
            Thread.sleep(shorter(pause, left()));
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
