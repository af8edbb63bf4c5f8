package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import oxt.model.ByteSize;

final class HostMemoryTest {
    @Test
    void this_machine_has_memory_and_some_of_it_is_available() {
        HostMemory memory = HostMemory.read();

        assertTrue(memory.available().bytes() > 0);
        assertTrue(memory.total().compareTo(memory.available()) > 0);
    }

    @Test
    void kernel_kilobytes_are_of_1024_bytes() {
        String text =
                """
                MemTotal:       24684096 kB
                MemFree:        22184120 kB
                MemAvailable:   23031028 kB
                HugePages_Total:       0
                """;

        assertEquals(
                Optional.of(
                        new HostMemory(
                                new ByteSize(24_684_096L * 1024),
                                new ByteSize(23_031_028L * 1024))),
                HostMemory.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MemTotal: 1 kB\n",
                "MemTotal: 1 kB\nMemAvailable: -1 kB\n",
                "MemTotal: 1 kB\nMemAvailable: 1 MB\n",
                "MemTotal: 1 kB\nMemAvailable: 9999999999999999 kB\n",
            })
    void a_text_that_does_not_say_both_says_nothing(String text) {
        assertEquals(Optional.empty(), HostMemory.parse(text));
    }
}
