package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shells make of our completion. */
class CompletionTest {
    @TempDir Path folder = Path.of("");

    @Test
    void bash_completes_words_options_files_and_the_names_of_vms()
            throws IOException, InterruptedException {
        assertEquals(
                "vm seat image host pci launch verify events audit task console doctor completion help",
                bash(""));
        assertEquals("start stop", bash("vm", "st"));
        assertEquals("work personal", bash("vm", "start", ""));
        assertEquals("personal", bash("vm", "start", "work", "p"));
        assertEquals("--patience --plan", bash("vm", "stop", "work", "--p"));
        assertEquals("minimal", bash("image", "build", "m"));
        assertEquals("zsh", bash("completion", "z"));
        assertEquals("", bash("host", ""));
        assertEquals("", bash("vm", "stop", "--patience", ""));
        assertEquals("desk.yaml", bash("vm", "create", "d"));
    }

    @Test
    void bash_zsh_and_fish_can_read_what_is_written_for_them()
            throws IOException, InterruptedException {
        for (String shell : List.of("bash", "zsh", "fish")) {
            if (Child.isInstalled(shell)) {
                Path script = script(shell);
                assertEquals(
                        "",
                        Child.output(folder, "", List.of(shell, "-n", script.toString())),
                        shell);
            }
        }
        assumeTrue(
                Child.isInstalled("zsh") && Child.isInstalled("fish"),
                "zsh or fish is not installed: their completions were not tried");
    }

    @Test
    void fish_completes_words_and_the_names_of_vms() throws IOException, InterruptedException {
        assumeTrue(Child.isInstalled("fish"), "fish is not installed");
        assertEquals("start stop", fish("oxt vm st"));
        assertEquals("personal work", fish("oxt vm start "));
        assertEquals("--patience --plan", fish("oxt vm stop work --p"));
    }

    private Path script(String shell) throws IOException {
        Typist.Seen seen = Typist.program(folder).type("completion", shell);
        return Files.writeString(folder.resolve("completion." + shell), seen.out());
    }

    /** A folder with a program that answers as oxt would. */
    private Path oxt() throws IOException {
        Path program = Files.createDirectories(folder.resolve("here")).resolve("oxt");
        Files.writeString(
                program,
                """
                #!/bin/sh
                case "$*" in
                    "vm list --names") printf 'work\\npersonal\\n' ;;
                    "image list --names") printf 'minimal\\nnetwork\\n' ;;
                esac
                """);
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + program);
        }
        Files.writeString(folder.resolve("here/desk.yaml"), "");
        return program;
    }

    private String bash(String... words) throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(" '").append(word).append('\'');
        }
        String test =
                "cd '%s/here' && source '%s' && COMP_WORDS=('%s'%s) COMP_CWORD=%d && _oxt && echo \"${COMPREPLY[*]}\""
                        .formatted(folder, script("bash"), oxt(), line, words.length);
        return Child.output(folder, "", List.of("bash", "-c", test)).strip();
    }

    private String fish(String line) throws IOException, InterruptedException {
        String test =
                "set PATH '%s' $PATH; source '%s'; complete -C '%s' | string replace -r '\\t.*' ''"
                        .formatted(oxt().getParent(), script("fish"), line);
        return String.join(
                " ",
                Child.output(folder, "", List.of("fish", "-c", test)).lines().sorted().toList());
    }
}
