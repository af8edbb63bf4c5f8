package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.model.ByteSize;
import oxt.model.ProblemException;

/** Quantities between people and programs. */
class ReadableTest {
    @Test
    void times_are_said_as_people_say_them() {
        assertEquals("0.0 s", Readable.time(Duration.ofMillis(-3)));
        assertEquals("0.4 s", Readable.time(Duration.ofMillis(449)));
        assertEquals("59.9 s", Readable.time(Duration.ofMillis(59_999)));
        assertEquals("2 min 5 s", Readable.time(Duration.ofSeconds(125)));
        assertEquals("3 h 10 min", Readable.time(Duration.ofMinutes(190)));
    }

    @Test
    void sizes_have_at_most_one_digit_behind_the_point() {
        assertEquals("0B", Readable.size(new ByteSize(0)));
        assertEquals("1023B", Readable.size(new ByteSize(1023)));
        assertEquals("1KiB", Readable.size(new ByteSize(1024)));
        assertEquals("23.4GiB", Readable.size(new ByteSize(25_200_000_000L)));
        assertEquals("16TiB", Readable.size(ByteSize.gibibytes(16 << 10)));
    }

    @Test
    void patience_is_a_number_with_its_unit() {
        assertEquals(60, VmPower.seconds("60s"));
        assertEquals(120, VmPower.seconds("2min"));
        assertEquals(3600, VmPower.seconds("1h"));
        for (String bad : List.of("", "60", "s", "-1s", "1.5s", "60S", "99h", "9999999s", "1 s")) {
            assertThrows(ProblemException.class, () -> VmPower.seconds(bad), bad);
        }
    }
}
