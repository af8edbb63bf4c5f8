package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;

/** The help of every command, which is also the reference for readers. */
class CommandReferenceTest {
    private static final String FIRST =
            """
            # Commands

            Written from the program's own help by `CommandReferenceTest`; `./check --golden` writes it
            anew. Exit codes: 0 done, 64 the request makes no sense,
            66 no such thing, 69 something outside did not do its part, 70 a mistake of oxt's own, 75 the
            present state forbids it, 77 a rule forbids it; and 130 where it was cancelled.

            oxt talks to the daemon at `$OXT_RUN/api.sock`; without `OXT_RUN` at your own,
            `$XDG_RUNTIME_DIR/oxt/api.sock`, or else at the machine's, `/run/oxt/api.sock`.
            """;

    @Test
    void the_reference_has_every_commands_help() {
        StringBuilder page = new StringBuilder(FIRST);
        for (Leaf leaf : Leaf.all(Commands.root())) {
            page.append("\n## oxt ").append(leaf.path()).append("\n\n```\n");
            page.append(Picocli.help("oxt " + leaf.path(), leaf.command())).append("```\n");
        }
        Golden.checkPage("docs/reference/commands.md", page.toString());
    }

    @Test
    void every_command_has_an_example_that_it_understands() {
        for (Leaf leaf : Leaf.all(Commands.root())) {
            assertFalse(leaf.command().examples().isEmpty(), leaf.path());
            for (String example : leaf.command().examples()) {
                String line = example.replaceAll("^(\\w+=\\w+|source <\\() ?|[|>)].*$", "");
                List<String> words = List.of(line.strip().split(" +"));
                Chosen chosen = Chosen.of(Commands.root(), words.subList(1, words.size()));
                assertEquals("oxt " + leaf.path(), chosen.path(), example);
                Picocli.parse(chosen.path(), leaf.command(), chosen.rest());
            }
        }
    }

    @Test
    void no_line_of_a_help_is_wider_than_a_terminal() {
        for (Leaf leaf : Leaf.all(Commands.root())) {
            Picocli.help("oxt " + leaf.path(), leaf.command())
                    .lines()
                    .forEach(line -> assertTrue(line.length() <= 80, line));
        }
    }

    @Test
    void help_is_had_in_three_ways() {
        Typist typist = Typist.program(Path.of("/nonexistent"));
        String help = typist.type("vm", "start", "--help").out();
        assertTrue(help.startsWith("Use: oxt vm start "), help);
        assertEquals(help, typist.type("help", "vm", "start").out());
        assertEquals(help, typist.type("vm", "start", "-h").out());
    }

    @Test
    void a_group_without_a_command_shows_what_there_is() {
        Typist.Seen seen = Typist.program(Path.of("/nonexistent")).type("vm");
        assertEquals(64, seen.exit());
        assertTrue(seen.err().contains("  screenshot  Save"), seen.err());
    }
}
