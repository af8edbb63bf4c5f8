package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is typed wrongly, and what oxt says to it. */
class ChosenTest {
    private final Typist typist = Typist.program(Path.of("/nonexistent"));

    @Test
    void the_nearest_command_is_named() {
        refused(
                "There is no command oxt vm strat.",
                "Did you mean oxt vm start? See: oxt vm --help",
                "vm",
                "strat",
                "work");
        refused("There is no command oxt img.", "See: oxt --help", "img");
        refused(
                "There is no command oxt imgae.",
                "Did you mean oxt image? See: oxt --help",
                "imgae",
                "list");
    }

    @Test
    void a_command_of_a_group_is_found_without_the_group() {
        refused(
                "There is no command oxt start.",
                "Did you mean oxt vm start? See: oxt --help",
                "start",
                "work");
    }

    @Test
    void the_nearest_option_is_named() {
        refused(
                "oxt vm start has no option --plna.",
                "Did you mean --plan? See: oxt vm start --help",
                "vm",
                "start",
                "work",
                "--plna");
        refused("oxt vm has no option --plan.", "See: oxt vm --help", "vm", "--plan");
    }

    @Test
    void what_is_missing_or_too_much_is_named() {
        refused(
                "oxt vm start needs NAME: The VMs.",
                "See: oxt vm start --help",
                "vm",
                "start",
                "--plan");
        refused(
                "oxt host takes no further word now.",
                "Leave it out. See: oxt host --help",
                "host",
                "now");
        refused(
                "oxt vm stop: Missing required parameter for option '--patience' (TIME).",
                "See: oxt vm stop --help",
                "vm",
                "stop",
                "work",
                "--patience");
    }

    @Test
    void values_are_checked_before_anything_is_asked() {
        refused(
                "--patience is a time; 60 is not.",
                "Write a number with its unit, up to 1h, such as 60s or 2min.",
                "vm",
                "stop",
                "work",
                "--patience",
                "60");
        refused(
                "--after is a number; last is not.",
                "Write --after 0 or more.",
                "audit",
                "list",
                "--after",
                "last");
        refused("There is no completion for ksh.", "Name bash, zsh or fish.", "completion", "ksh");
    }

    @Test
    void control_characters_do_not_reach_the_readers_terminal() {
        refused("There is no command oxt \uFFFD[31mvm.", "See: oxt --help", "\033[31mvm");
    }

    private void refused(String what, String remedy, String... words) {
        assertEquals(new Typist.Seen(64, "", what + "\n  " + remedy + "\n"), typist.type(words));
    }
}
