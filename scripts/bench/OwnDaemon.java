import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** A daemon of the bench's own, in folders of its own. */
final class OwnDaemon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    final Path run;
    final Path folder;
    private final Path home;
    private final String engine;
    private Process process;

    OwnDaemon(Path home, String engine) throws Exception {
        this.home = home;
        this.engine = engine;
        // Short: a Unix socket's path has 108 bytes.
        folder = Files.createTempDirectory(Path.of("/tmp"), "oxtb");
        // VMs of root run as other users, who must get through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        run = folder.resolve("r");
        process = start();
    }

    private Process start() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                // A session of its own, as an init system gives it.
                                "setsid",
                                home.resolve("oxtd").toString(),
                                "--state",
                                folder.resolve("s").toString(),
                                "--run",
                                run.toString(),
                                "--engine",
                                engine)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("OXT_BUILD", "never");
        Process started = builder.start();
        process = started;
        // Also when the bench is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(
                        "the daemon did not come up:\n"
                                + Files.readString(folder.resolve("log")));
            }
            Thread.sleep(2);
        }
        return process;
    }

    private boolean answers() {
        if (!Files.exists(socket())) {
            return false;
        }
        try (Wire wire = wire()) {
            return !wire.get("/v1/host").isEmpty();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** How long a new daemon on the same store takes to its first answer. */
    void restart(Times times) throws Exception {
        process.destroy();
        process.waitFor();
        times.time(this::start);
    }

    Path socket() {
        return run.resolve("api.sock");
    }

    Wire wire() throws IOException {
        return new Wire(socket());
    }

    /** One request on a connection of its own. */
    void done(String path, String body) throws IOException {
        try (Wire wire = wire()) {
            wire.done("POST", path, body);
        }
    }

    /** A program of this checkout that talks with this daemon; its whole process, to its end. */
    void command(String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = home.resolve("oxt").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OXT_RUN", run.toString());
        builder.environment().put("OXT_STATE", folder.resolve("s").toString());
        builder.environment().put("OXT_BUILD", "never");
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " did not work");
        }
    }

    /** Of the daemon alone; its VMs are processes of their own. */
    double residentMebibytes() throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("no VmRSS");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        remove(folder);
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
