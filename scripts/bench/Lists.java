import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Many VMs, simulated: the daemon's memory and beginning, and lists of them all. */
final class Lists {
    private static final int RUNNING = 50;
    private static final int AT_START = 500;
    private static final int ALL = 1_000;
    private static final int RESTARTS = 7;
    private static final int LISTS = 30;

    /** A daemon gives memory back when it has had nothing to do for a moment. */
    static final int IDLE_MILLIS = 3_000;

    private final Path home;

    Lists(Path home) {
        this.home = home;
    }

    List<Row> rows() throws Exception {
        List<Row> rows = new ArrayList<>();
        try (OwnDaemon daemon = new OwnDaemon(home, "sim")) {
            Bench.note(RUNNING + " simulated VMs, then " + AT_START + ", then " + ALL);
            define(daemon, 0, RUNNING);
            try (Wire wire = daemon.wire()) {
                for (int i = 0; i < RUNNING; i++) {
                    wire.act("sim-" + i, "start");
                }
            }
            Thread.sleep(IDLE_MILLIS);
            rows.add(
                    Row.once(
                            "daemon-memory",
                            daemon.residentMebibytes(),
                            "MiB",
                            Row.Peer.NONE,
                            new Row.Bound.AtMost(128)));
            define(daemon, RUNNING, AT_START);
            Times restarts = new Times();
            for (int i = 0; i < RESTARTS; i++) {
                daemon.restart(restarts);
            }
            rows.add(
                    Row.of(
                            "daemon-start",
                            restarts,
                            "ms",
                            Row.Peer.NONE,
                            new Row.Bound.AtMost(1000)));
            define(daemon, AT_START, ALL);
            rows.addAll(lists(daemon));
        }
        return rows;
    }

    private static List<Row> lists(OwnDaemon daemon) throws Exception {
        Times api = new Times();
        Times command = new Times();
        Times virsh = new Times();
        Optional<Libvirt> libvirt = Libvirt.start(ALL);
        try (Wire wire = daemon.wire()) {
            Bench.note("lists, " + LISTS + " times each");
            for (int i = 0; i < LISTS; i++) {
                api.time(() -> wire.get("/v1/vms"));
                command.time(() -> daemon.command("vm", "list"));
                if (libvirt.isPresent()) {
                    virsh.time(() -> libvirt.get().must("list", "--all"));
                }
            }
        } finally {
            if (libvirt.isPresent()) {
                libvirt.get().close();
            }
        }
        Row.Peer peer =
                virsh.size() > 0
                        ? new Row.Peer("virsh list --all", virsh.median())
                        : Row.Peer.NONE;
        return List.of(
                Row.of("list-api", api, "ms", Row.Peer.NONE, new Row.Bound.AtMost(20)),
                Row.of("list-command", command, "ms", peer, new Row.Bound.AtMost(150)));
    }

    static void define(OwnDaemon daemon, int from, int to) throws Exception {
        try (Wire wire = daemon.wire()) {
            for (int i = from; i < to; i++) {
                wire.done("POST", "/v1/vms", document("sim-" + i, 64));
            }
        }
    }

    static String document(String name, int mebibytes) {
        return "{\"name\": \"%s\", \"memory\": \"%dMiB\", \"nics\": []}".formatted(name, mebibytes);
    }
}
