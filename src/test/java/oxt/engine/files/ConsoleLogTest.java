package oxt.engine.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogTest {
    @TempDir Path folder;

    @Test
    void what_was_written_is_read_in_its_order() throws IOException {
        ConsoleLog log = new ConsoleLog(folder);
        log.append(ascii("one "));
        log.append(ascii("two"));
        assertArrayEquals(ascii("one two"), log.read());
    }

    @Test
    void a_guest_that_writes_for_ever_fills_no_disk_and_its_last_words_stay() throws IOException {
        ConsoleLog log = new ConsoleLog(folder);
        byte[] chunk = ascii("x".repeat(4096));
        for (int count = 0; count < 1000; count++) {
            log.append(chunk);
        }
        log.append(ascii("the end"));
        assertTrue(size() <= 2L * ConsoleLog.MOST_BYTES_OF_A_FILE, () -> "too much");
        assertTrue(new String(log.read(), StandardCharsets.US_ASCII).endsWith("xthe end"));
    }

    @Test
    void a_new_run_begins_with_an_empty_log() throws IOException {
        ConsoleLog log = new ConsoleLog(folder);
        log.append(ascii("before"));
        log.clear();
        assertEquals(0, log.read().length);
    }

    private long size() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
