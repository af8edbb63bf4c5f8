package oxt.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A real oxtd, as a process of its own that can be killed. */
final class DaemonProcess implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final TestClient client;

    private DaemonProcess(Path folder, Process process, TestClient client) {
        this.folder = folder;
        this.process = process;
        this.client = client;
    }

    /** Returns when it answers. */
    static DaemonProcess begin(Path folder, String... flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("oxt.daemon.Main");
        command.addAll(
                List.of(
                        "--state",
                        folder.resolve("state").toString(),
                        "--run",
                        folder.resolve("run").toString()));
        command.addAll(List.of(flags));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
        TestClient client = new TestClient(folder.resolve("run/api.sock"));
        DaemonProcess daemon = new DaemonProcess(folder, process, client);
        TestDaemon.await("the daemon answers: " + folder, daemon::answers);
        return daemon;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("the daemon ended: " + log());
        }
        try {
            return client.get("/v1/vms").status() == 200;
        } catch (UncheckedIOException | AssertionError notYet) {
            return false;
        }
    }

    TestClient client() {
        return client;
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** As systemd does; answers how long it took to end. */
    long terminate() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    /** The ids of the QEMU processes of this folder. */
    static Set<Long> machines(Path folder) {
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
