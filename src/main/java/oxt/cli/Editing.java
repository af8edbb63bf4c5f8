package oxt.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import oxt.api.VmReply;
import oxt.api.Yaml;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A person changes a document in an editor until it is accepted, or gives up. */
final class Editing {
    private final Surroundings around;

    Editing(Surroundings around) {
        this.around = around;
    }

    /**
     * @param send gives the text to the daemon, and says what is wrong with it
     */
    Exit run(VmReply vm, Function<DocumentText, Exit> send) {
        byte[] before = Yaml.write(vm.document()).getBytes(StandardCharsets.UTF_8);
        Path file = file(vm.summary().name().text(), before);
        while (true) {
            edit(file);
            byte[] now = DocumentFile.bytes(file);
            if (Arrays.equals(now, before)) {
                around.out().line("Nothing was changed.");
                remove(file);
                return Exit.DONE;
            }
            Exit exit = send.apply(DocumentText.of(file.toString(), now));
            around.out().flush();
            if (exit.code() == 0) {
                remove(file);
                return exit;
            }
            if (!isAgain()) {
                around.err().line("What you wrote is kept in " + file + ".");
                return exit;
            }
        }
    }

    private boolean isAgain() {
        if (!around.canAsk()) {
            return false;
        }
        String answer = around.ask("Edit it again? [Y/n]").orElse("n");
        return !answer.equalsIgnoreCase("n") && !answer.equalsIgnoreCase("no");
    }

    private void edit(Path file) {
        String editor =
                around.variable("VISUAL").or(() -> around.variable("EDITOR")).orElse("editor");
        around.out().flush();
        around.err().flush();
        try {
            // The variable may hold options: EDITOR="code --wait".
            Process process =
                    new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
                            .inheritIO()
                            .start();
            if (process.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            throw new ProblemException(noEditor(editor), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(noEditor(editor), e);
        }
        throw new ProblemException(noEditor(editor));
    }

    private static Problem noEditor(String editor) {
        return new Problem.Failed(
                "editor-failed",
                "The editor, " + Harmless.line(editor) + ", did not end well.",
                "Set EDITOR to one that you have, as EDITOR=nano.");
    }

    private static Path file(String name, byte[] content) {
        try {
            // Only its owner may read it: createTempFile sees to that.
            Path file = Files.createTempFile("oxt-" + name + "-", ".yaml");
            return Files.write(file, content);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "file-not-written",
                            "No file can be made for the editor.",
                            "Make room in /tmp."),
                    e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // A file more in /tmp harms nobody.
        }
    }
}
