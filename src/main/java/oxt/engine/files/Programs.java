package oxt.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import oxt.engine.EngineException;
import oxt.model.Problem;

/** The programs that this engine starts, looked for where Debian has them. */
public record Programs(List<Path> folders) {
    public static final Programs DEBIAN =
            new Programs(List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin")));

    /** The most that is read of what a program says. */
    private static final int MOST_WORDS = 16 << 10;

    public Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public Path require(String name, String debianPackage) throws EngineException {
        return find(name).orElseThrow(() -> missing(name, debianPackage));
    }

    public static EngineException missing(String name, String debianPackage) {
        return new EngineException(
                new Problem.Failed(
                        "program-missing",
                        "The program " + name + " is not on this machine.",
                        "Run: apt-get install " + debianPackage));
    }

    /** How a program ended, and what it said, its errors among it. */
    public record Ended(int status, String said) {}

    /** Runs a program to its end and answers what it said; fails where it failed. */
    public static String run(List<String> command, Duration patience)
            throws EngineException, InterruptedException {
        Ended ended = attempt(command, patience);
        if (ended.status() != 0) {
            throw failed(command, "ended with " + ended.status() + ": " + ended.said().strip());
        }
        return ended.said();
    }

    /** Runs a program to its end, whatever that is; fails where it has none. */
    public static Ended attempt(List<String> command, Duration patience)
            throws EngineException, InterruptedException {
        Process process = start(command);
        try {
            // What it says is short; nobody has to read while it runs.
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed(command, "did not end within " + patience.toSeconds() + "s");
            }
            String said =
                    new String(
                            process.getInputStream().readNBytes(MOST_WORDS),
                            StandardCharsets.UTF_8);
            return new Ended(process.exitValue(), said);
        } catch (IOException e) {
            throw new EngineException(failed(command, "cannot be listened to").problem(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command) throws EngineException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new EngineException(failed(command, "cannot be started").problem(), e);
        }
    }

    private static EngineException failed(List<String> command, String how) {
        return new EngineException(
                new Problem.Failed(
                        "program-failed",
                        command.getFirst() + " " + how + ".",
                        "Look at what it said, and try again."));
    }
}
