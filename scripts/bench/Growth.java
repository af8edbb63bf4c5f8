import java.nio.file.Path;
import java.util.List;

/** Whether the daemon keeps anything of VMs that start and stop, and start and stop. */
final class Growth {
    private static final int VMS = 50;

    /** After so many every class is loaded and every bounded list is full. */
    private static final int WARM = 1_000;

    private static final int ALL = 10_000;

    private final Path home;

    Growth(Path home) {
        this.home = home;
    }

    List<Row> rows() throws Exception {
        try (OwnDaemon daemon = new OwnDaemon(home, "sim")) {
            Lists.define(daemon, 0, VMS);
            Bench.note(ALL + " starts and stops of " + VMS + " simulated VMs");
            startAndStop(daemon, WARM);
            double before = idle(daemon);
            startAndStop(daemon, ALL - WARM);
            double after = idle(daemon);
            return List.of(
                    Row.once(
                            "daemon-growth",
                            after,
                            "MiB",
                            new Row.Peer("after " + WARM, before),
                            new Row.Bound.RatioAtMost(1.1)));
        }
    }

    private static double idle(OwnDaemon daemon) throws Exception {
        Thread.sleep(Lists.IDLE_MILLIS);
        return daemon.residentMebibytes();
    }

    /** Several at once, as many as one has clients. */
    private static void startAndStop(OwnDaemon daemon, int times) throws Exception {
        Together.run(
                8,
                client -> {
                    try (Wire wire = daemon.wire()) {
                        for (int i = client; i < times; i += 8) {
                            String vm = "sim-" + (client + 8 * (i / 8 % (VMS / 8)));
                            wire.act(vm, "start");
                            wire.act(vm, "kill");
                        }
                    }
                });
    }
}
