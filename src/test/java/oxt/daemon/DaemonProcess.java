package oxt.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import oxt.host.Deadline;

/** A real oxtd, as a process of its own that can be killed. */
public final class DaemonProcess implements AutoCloseable {
    /** Half a second on a machine that does nothing else; half a minute in the lab's dom0. */
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private final Path folder;
    private final Process process;
    private final TestClient client;

    /** What runs: its main class, what its machine is told, and where its classes are. */
    public record Program(
            String main, List<String> options, String classPath, Map<String, String> environment) {
        public static final Program OXTD =
                new Program(
                        "oxt.daemon.Main",
                        List.of("--enable-native-access=ALL-UNNAMED"),
                        System.getProperty("java.class.path"),
                        Map.of());

        public Program {
            options = List.copyOf(options);
            environment = Map.copyOf(environment);
        }

        public Program with(Map<String, String> environment) {
            return new Program(main, options, classPath, environment);
        }

        ProcessBuilder builder(Path state, Path run) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-XX:+UseSerialGC");
            command.add("-XX:TieredStopAtLevel=1");
            command.addAll(options);
            command.addAll(List.of("-cp", classPath, main));
            command.addAll(List.of("--state", state.toString(), "--run", run.toString()));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return builder;
        }
    }

    /** A daemon that has ended by itself, and what it said. */
    public record Ended(int exit, String said) {}

    public static Ended runToEnd(Program program, Path state, Path run)
            throws IOException, InterruptedException {
        Process process = program.builder(state, run).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    private DaemonProcess(Path folder, Process process, TestClient client) {
        this.folder = folder;
        this.process = process;
        this.client = client;
    }

    /** Returns when it answers. */
    static DaemonProcess begin(Path folder, String... flags)
            throws IOException, InterruptedException {
        return begin(folder, Program.OXTD, flags);
    }

    /** Returns when it answers. */
    public static DaemonProcess begin(Path folder, Program program, String... flags)
            throws IOException, InterruptedException {
        ProcessBuilder builder = program.builder(folder.resolve("state"), folder.resolve("run"));
        builder.command().addAll(List.of(flags));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        Process process = builder.start();
        TestClient client = new TestClient(folder.resolve("run/api.sock"));
        DaemonProcess daemon = new DaemonProcess(folder, process, client);
        if (!Deadline.after(PATIENCE).await(daemon::answers)) {
            throw new AssertionError("the daemon does not answer: " + daemon.log());
        }
        return daemon;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("the daemon ended: " + log());
        }
        if (!Files.exists(client.socket())) {
            // To ask in vain costs what the daemon needs for its start.
            return false;
        }
        try {
            return client.get("/v1/vms").status() == 200;
        } catch (UncheckedIOException | AssertionError notYet) {
            return false;
        }
    }

    public long pid() {
        return process.pid();
    }

    public TestClient client() {
        return client;
    }

    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As kill -9 does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** As systemd does; answers how long it took to end. */
    public long terminate() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        process.waitFor(60, TimeUnit.SECONDS);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    /** The ids of the QEMU processes of this folder. */
    public static Set<Long> machines(Path folder) {
        Set<Long> machines = new TreeSet<>();
        ProcessHandle.allProcesses()
                .filter(
                        each -> {
                            String line = each.info().commandLine().orElse("");
                            return line.contains("qemu-system") && line.contains(folder.toString());
                        })
                .forEach(each -> machines.add(each.pid()));
        return machines;
    }

    @Override
    public void close() {
        kill();
    }
}
