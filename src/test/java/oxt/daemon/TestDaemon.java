package oxt.daemon;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import oxt.daemon.http.Limits;
import oxt.daemon.work.DaemonLog;
import oxt.engine.Engine;
import oxt.engine.sim.SimEngine;
import oxt.host.Deadline;
import oxt.host.tpm.HostTpm;

/** A daemon in this process, on a simulated engine that outlives it. */
public final class TestDaemon implements AutoCloseable {
    private final Daemon daemon;
    private final TestClient client;
    private final ByteArrayOutputStream log;

    private TestDaemon(Daemon daemon, TestClient client, ByteArrayOutputStream log) {
        this.daemon = daemon;
        this.client = client;
        this.log = log;
    }

    public static SimEngine engine() {
        return new SimEngine(_ -> SimEngine.Guest.OBEDIENT);
    }

    public static TestDaemon begin(Path folder, Engine engine) {
        return begin(folder, engine, Limits.DEFAULT);
    }

    static TestDaemon begin(Path folder, Engine engine, Limits limits) {
        return begin(folder, SimMachinery.of(engine), limits);
    }

    static TestDaemon begin(Path folder, Machinery machinery, Limits limits) {
        return begin(folder, machinery, HostTpm.FIRST, limits);
    }

    /** On a machine with this TPM. */
    public static TestDaemon begin(Path folder, HostTpm tpm) {
        return begin(folder, SimMachinery.of(engine()), tpm, Limits.DEFAULT);
    }

    private static TestDaemon begin(Path folder, Machinery machinery, HostTpm tpm, Limits limits) {
        Settings settings =
                new Settings(
                        folder.resolve("state"),
                        run(folder),
                        Settings.EngineName.SIM,
                        Settings.Boot.OF_KERNEL);
        Daemon.Opened opened = Daemon.open(settings);
        var log = new ByteArrayOutputStream();
        var lines = new PrintStream(log, true, StandardCharsets.UTF_8);
        Daemon daemon =
                Daemon.begin(settings, opened, machinery, tpm, limits, new DaemonLog(lines));
        return new TestDaemon(daemon, new TestClient(settings.socket()), log);
    }

    /** Where its socket is, as {@code OXT_RUN} says it. */
    public static Path run(Path folder) {
        return folder.resolve("run");
    }

    TestClient client() {
        return client;
    }

    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** Waits for something that the daemon does by itself. */
    public static void await(String what, java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        if (!Deadline.after(Duration.ofSeconds(20)).await(condition)) {
            throw new AssertionError("never: " + what);
        }
    }

    @Override
    public void close() {
        daemon.close();
    }
}
