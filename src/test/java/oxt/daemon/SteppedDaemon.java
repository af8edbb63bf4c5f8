package oxt.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import oxt.chaos.Gate;
import oxt.chaos.SmallViews;
import oxt.daemon.http.Limits;
import oxt.daemon.work.DaemonLog;
import oxt.engine.HookedEngine;
import oxt.host.Accounts;
import oxt.host.tpm.HostTpm;
import oxt.model.Reading;

/**
 * The program oxtd as it is, but for an engine that waits at a test's gate, and whose guests are
 * too small for an agent.
 */
public final class SteppedDaemon {
    /** The property that names the gate's folder. */
    public static final String GATE = "oxt.chaos.gate";

    private SteppedDaemon() {}

    public static void main(String[] words) throws InterruptedException {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        var log = new DaemonLog(System.err);
        Settings defaults = Settings.defaults(System.getenv(), Accounts.ownUserId());
        Settings settings =
                ((Reading.Good<Settings>) Settings.read(List.of(words), defaults)).value();
        Gate gate = new Gate(Path.of(System.getProperty(GATE)));
        Daemon.Opened opened = Daemon.open(settings);
        Machinery real = Main.machinery(settings, opened);
        var gated =
                new Machinery(
                        new HookedEngine(
                                real.engine(),
                                gate::before,
                                gate::after,
                                views -> new SmallViews(real.engine(), views)),
                        real.host(),
                        real.images(),
                        real.name(),
                        real.accelerators(),
                        real.findings(),
                        Duration.ZERO);
        var _ = Daemon.begin(settings, opened, gated, HostTpm.FIRST, Limits.DEFAULT, log);
        new CountDownLatch(1).await();
    }
}
