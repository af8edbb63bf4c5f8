package oxt.host.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import oxt.host.FileTree;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** One run of another program to its end, with what it wrote. */
record Program(
        List<String> command, Path folder, Duration patience, Map<String, String> environment) {
    /** Enough for every package list and every error here; the rest is thrown away. */
    private static final int MOST_OUTPUT = 8 << 20;

    private static final int LAST_WORDS = 400;

    /** Fixed, so that the same input gives the same bytes: mtools writes it as a file's time. */
    static final String TIME_OF_FILES = "1700000000";

    Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    Program(List<String> command, Path folder, Duration patience) {
        this(command, folder, patience, Map.of());
    }

    /** What a run that ended well wrote to its output. An interrupt ends the program too. */
    String run() throws InterruptedException {
        Path output = folder.resolve(".output");
        Path errors = folder.resolve(".errors");
        Process process = start(output, errors);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(endless());
            }
            if (process.exitValue() != 0) {
                throw new ProblemException(failed(process.exitValue(), text(errors)));
            }
            return text(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.destroyForcibly();
            FileTree.remove(output);
            FileTree.remove(errors);
        }
    }

    private Process start(Path output, Path errors) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("SOURCE_DATE_EPOCH", TIME_OF_FILES);
        builder.environment().put("TZ", "UTC");
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            for (NeededProgram needed : NeededProgram.KNOWN) {
                if (needed.name().equals(command.getFirst())) {
                    throw new ProblemException(needed.absent(), e);
                }
            }
            throw new ProblemException(
                    new Problem.Failed(
                            "program-not-started",
                            command.getFirst() + " does not start on this machine.",
                            "Run: oxt doctor"),
                    e);
        }
    }

    private Problem endless() {
        return new Problem.Failed(
                "program-endless",
                name() + " did not end within " + patience.toSeconds() + "s.",
                "Run it yourself to see what it waits for: " + String.join(" ", command));
    }

    private Problem failed(int status, String errors) {
        String words = errors.strip();
        String last = words.substring(Math.max(0, words.length() - LAST_WORDS));
        return new Problem.Failed(
                "program-ended-badly",
                name() + " ended with " + status + ": " + last,
                "Run it yourself to see more: " + String.join(" ", command));
    }

    private String name() {
        return Path.of(command.getFirst()).getFileName().toString();
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        }
    }
}
