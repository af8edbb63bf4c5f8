package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.golden.Golden;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;

/** Logs in files need no daemon. */
class LaunchCommandsTest {
    private static final Path LOGS = Path.of("src/test/resources/corpus/event-log");

    @TempDir Path folder = Path.of("");

    @Test
    void a_log_is_a_table_that_says_what_is_covered_and_that_nothing_is_proven()
            throws IOException {
        Typist.Seen seen = type("launch", "log", copy("kernel-stub"));
        assertEquals("", seen.err());
        Golden.check("launch/log-table.txt", seen.out());
    }

    @Test
    void a_log_in_json_and_in_the_form_of_tpm2_tools() throws IOException {
        String file = copy("kernel-stub");
        assertTrue(type("launch", "log", file, "--json").out().contains("\"bank\":\"sha256\""));
        assertEquals(
                Files.readString(Path.of("src/test/resources/boots/kernel-stub.yaml")),
                type("launch", "log", file, "--yaml").out());
    }

    @Test
    void a_difference_is_told_by_event() throws IOException {
        String before = copy("kernel-stub");
        byte[] log = Files.readAllBytes(LOGS.resolve("kernel-stub"));
        log[indexOf(log, digestOfInitramfs(log))] ^= 1;
        Files.write(folder.resolve("after"), log);
        Typist.Seen seen = type("launch", "diff", before, "after");
        assertEquals(0, seen.exit(), seen.err());
        Golden.check("launch/diff-table.txt", seen.out());
        assertEquals(
                "Both boots measured the same.\n", type("launch", "diff", before, before).out());
    }

    @Test
    void a_log_that_is_cut_off_is_refused_with_the_byte() throws IOException {
        Typist.Seen seen = type("launch", "log", copy("bad-cut"));
        assertEquals(64, seen.exit());
        assertEquals("", seen.out());
        assertTrue(seen.err().contains("at byte 2996"), seen.err());
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        Typist.Seen seen = type("launch", "log", "nowhere");
        assertEquals(66, seen.exit());
        assertTrue(seen.err().contains("nowhere"), seen.err());
    }

    private String copy(String log) throws IOException {
        Files.copy(LOGS.resolve(log), folder.resolve(log));
        return log;
    }

    private Typist.Seen type(String... words) {
        return Typist.program(folder).type(words);
    }

    private static byte[] digestOfInitramfs(byte[] log) {
        EventLog read = EventLogReader.read(Bytes.of(log)).orThrow();
        return read.events().get(22).digest(HashAlgorithm.SHA256).orElseThrow().toArray();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
