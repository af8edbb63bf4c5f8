package oxt.seat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TriesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void nobody_waits_at_first() {
        assertEquals(Optional.empty(), Tries.NONE.wait(NOW));
    }

    @Test
    void each_wrong_one_takes_twice_as_long_up_to_five_minutes() {
        Tries tries = Tries.NONE;
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            tries = tries.more(NOW);
            assertEquals(Optional.of(Duration.ofSeconds(seconds)), tries.wait(NOW));
        }
        for (int more = 0; more < 100; more++) {
            tries = tries.more(NOW);
        }
        assertEquals(Optional.of(Duration.ofMinutes(5)), tries.wait(NOW));
        assertEquals(Optional.empty(), tries.wait(NOW.plus(Duration.ofMinutes(5))));
    }
}
