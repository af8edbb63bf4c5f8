package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.daemon.TestDaemon;

/** Commands in guests, as whoever types them sees them. */
class VmRunTest {
    @TempDir Path folder = Path.of("");

    private TestDaemon daemon;
    private Typist typist;

    @BeforeEach
    void begin() throws IOException {
        daemon = TestDaemon.begin(folder, TestDaemon.engine());
        typist = Typist.program(TestDaemon.run(folder));
        Path document = TestDaemon.run(folder).resolve("work.yaml");
        Files.writeString(document, "name: work\nnics: []\n");
        assertEquals(0, typist.type("vm", "create", "work.yaml").exit());
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void the_commands_output_and_status_are_those_of_oxt() {
        start();
        assertEquals(
                new Typist.Seen(0, "a  b\n", ""),
                typist.type("vm", "run", "work", "--", "echo", "a  b"));
        assertEquals(new Typist.Seen(1, "", ""), typist.type("vm", "run", "work", "--", "false"));
        Typist.Seen unknown = typist.type("vm", "run", "work", "-n", "--", "ls", "/");
        assertEquals(127, unknown.exit());
        assertTrue(unknown.err().contains("simulated"), unknown.err());
    }

    @Test
    void what_stands_behind_two_dashes_is_the_commands_own() {
        start();
        assertEquals(
                new Typist.Seen(0, "--help --json --no-color -h\n", ""),
                typist.type(
                        "vm", "run", "work", "--", "echo", "--help", "--json", "--no-color", "-h"));
    }

    @Test
    void standard_input_goes_to_the_command_where_it_is_no_terminal() {
        start();
        String text = "line\n".repeat(20_000);
        assertEquals(
                new Typist.Seen(0, text, ""),
                typist.answering(text).type("vm", "run", "work", "--", "cat"));
        Typist person = Typist.person(TestDaemon.run(folder)).answering(text);
        assertEquals("", person.type("vm", "run", "work", "--", "cat").out());
    }

    @Test
    void where_oxt_cannot_run_it_the_status_says_so_and_the_reason_is_told() {
        Typist.Seen off = typist.type("vm", "run", "work", "--", "true");
        assertEquals(125, off.exit());
        assertTrue(off.err().contains("oxt vm start work"), off.err());
        assertEquals(125, typist.type("vm", "run", "nobody", "--", "true").exit());
        start();
        assertEquals(125, typist.type("vm", "run", "work", "--", "x".repeat(40_000)).exit());
    }

    @Test
    void a_disposable_runs_the_command_and_leaves_nothing() {
        for (int round = 0; round < 2; round++) {
            assertEquals(
                    new Typist.Seen(0, "hello\n", ""),
                    typist.type("vm", "run", "--disposable", "work", "--", "echo", "hello"));
            assertEquals("work\n", typist.type("vm", "list", "--names").out());
        }
        assertEquals("", typist.type("vm", "run", "--disposable", "work", "--", "false").err());
    }

    @Test
    void what_cannot_be_made_disposable_is_refused_by_every_reason() throws IOException {
        Path document = TestDaemon.run(folder).resolve("net.yaml");
        Files.writeString(document, "name: net\ntemplate: network\n");
        assertEquals(0, typist.type("vm", "create", "net.yaml").exit());
        Typist.Seen seen = typist.type("vm", "run", "--disposable", "net", "--", "true");
        assertEquals(125, seen.exit());
        assertTrue(seen.err().contains("it is a driver domain"), seen.err());
        assertEquals(125, typist.type("vm", "run", "--disposable", "nobody", "--", "true").exit());
    }

    private void start() {
        assertEquals(0, typist.type("vm", "start", "work").exit());
    }
}
