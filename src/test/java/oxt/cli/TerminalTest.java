package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.client.ScriptedServer;
import oxt.daemon.TestDaemon;

/** The program at a real terminal, which script(1) gives it. */
class TerminalTest {
    private static final String GREEN = "\033[32mrunning\033[0m";

    @TempDir Path folder = Path.of("");

    private TestDaemon daemon;
    private Path run;

    @BeforeEach
    void begin() {
        assumeTrue(Child.isInstalled("script"), "script (Debian: bsdutils) is not installed");
        daemon = TestDaemon.begin(folder, TestDaemon.engine());
        run = TestDaemon.run(folder);
        Typist typist = Typist.program(run).answering("name: net\ntemplate: network\n");
        typist.type("vm", "create", "-");
        typist.type("vm", "start", "net");
    }

    @AfterEach
    void end() {
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void colours_are_for_terminals_only() throws IOException, InterruptedException {
        assertTrue(terminal("", "vm list").contains(GREEN));
        assertFalse(terminal("", "vm list --no-color").contains("\033["));
        assertFalse(terminal("", "vm list | cat").contains("\033["));
        List<String> words = Child.oxt();
        words.addAll(List.of("vm", "list"));
        assertFalse(Child.output(run, "", words).contains("\033["));
    }

    @Test
    void the_variable_no_color_is_heeded() throws IOException, InterruptedException {
        String line = "NO_COLOR=1 " + String.join(" ", Child.oxt()) + " vm list";
        assertFalse(script("", line).contains("\033["));
    }

    @Test
    void a_tables_widest_column_gives_way_to_a_narrow_terminal()
            throws IOException, InterruptedException {
        String wide = terminal("", "image list");
        assertTrue(wide.contains("A simulated image."), wide);
        String line = "stty cols 50; " + String.join(" ", Child.oxt()) + " image list --no-color";
        String narrow = script("", line);
        assertTrue(narrow.contains("…"), narrow);
        narrow.lines().forEach(row -> assertTrue(row.length() <= 51, row));
    }

    @Test
    void the_console_leaves_the_terminal_as_it_was() throws IOException, InterruptedException {
        String oxt = String.join(" ", Child.oxt());
        String line = "stty -g; " + oxt + " vm console net; stty -g";
        Path scripted = Files.createDirectories(folder.resolve("scripted"));
        String output;
        try (ScriptedServer _ =
                ScriptedServer.at(
                        scripted.resolve("api.sock"),
                        ScriptedServer.End.STAYS,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nlogin: \r\n")) {
            output = Child.output(scripted, "\035", List.of("script", "-qec", line, "/dev/null"));
        }
        assertTrue(output.contains("login: "), output);
        assertTrue(output.contains("Left the console of net."), output);
        // Keys that come before the program takes them are echoed in front of the first state.
        List<String> states =
                Pattern.compile("[0-9a-f]+(:[0-9a-f]+){10,}")
                        .matcher(output)
                        .results()
                        .map(MatchResult::group)
                        .toList();
        assertEquals(2, states.size());
        assertEquals(states.get(0), states.get(1));
    }

    private String terminal(String input, String words) throws IOException, InterruptedException {
        return script(input, String.join(" ", Child.oxt()) + " " + words);
    }

    private String script(String input, String line) throws IOException, InterruptedException {
        return Child.output(run, input, List.of("script", "-qec", line, "/dev/null"));
    }
}
