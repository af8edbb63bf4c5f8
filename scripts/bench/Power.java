import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Start and kill of one real guest: ours, bare QEMU's and libvirt's in turn. */
final class Power {
    private static final int ROUNDS = 25;

    /** virsh destroy takes 2 s. */
    private static final int ROUNDS_OF_LIBVIRT = 10;

    /** Long enough for a killed process's memory to be given back. */
    private static final int PAUSE_MILLIS = 100;

    private static final int UNTIL_SETTLED_MILLIS = 2500;

    static final String GUEST =
            "{\"name\": \"%s\", \"memory\": \"128MiB\", \"nics\": [], \"display\": \"off\"}";

    private final Path home;
    private final Times start = new Times();
    private final Times startMeasured = new Times();
    private final Times kill = new Times();
    private final Times command = new Times();
    private final Times bare = new Times();
    private final Times virshStart = new Times();
    private final Times virshDestroy = new Times();

    Power(Path home) {
        this.home = home;
    }

    List<Row> rows() throws Exception {
        try (OwnDaemon daemon = new OwnDaemon(home, "qemu")) {
            Bench.note("building image minimal");
            daemon.done("/v1/images/minimal/build", "");
            daemon.done("/v1/vms", GUEST.formatted("bench"));
            daemon.done("/v1/vms", GUEST.formatted("measured"));
            // What was made a moment ago is read anew at each start.
            Thread.sleep(UNTIL_SETTLED_MILLIS);
            daemon.command("vm", "measure", "measured", "--accept");
            Optional<Libvirt> libvirt = Libvirt.start(0);
            try {
                measure(daemon, libvirt);
            } finally {
                if (libvirt.isPresent()) {
                    libvirt.get().close();
                }
            }
        }
        return told();
    }

    private void measure(OwnDaemon daemon, Optional<Libvirt> libvirt) throws Exception {
        if (libvirt.isPresent()) {
            defineGuest(daemon, libvirt.get());
        }
        try (Wire wire = daemon.wire()) {
            wire.act("bench", "start");
            Path run = runFolder(daemon);
            try (BareQemu qemu = new BareQemu(pid(run), run)) {
                wire.act("bench", "kill");
                Bench.note("start and kill, " + ROUNDS + " rounds");
                for (int round = 0; round < ROUNDS; round++) {
                    start.time(() -> wire.act("bench", "start"));
                    kill.time(() -> wire.act("bench", "kill"));
                    Thread.sleep(PAUSE_MILLIS);
                    startMeasured.time(() -> wire.act("measured", "start"));
                    wire.act("measured", "kill");
                    Thread.sleep(PAUSE_MILLIS);
                    qemu.time(bare);
                    Thread.sleep(PAUSE_MILLIS);
                    if (round < ROUNDS_OF_LIBVIRT && libvirt.isPresent()) {
                        virsh(libvirt.get());
                        command.time(() -> daemon.command("vm", "start", "bench"));
                        wire.act("bench", "kill");
                        Thread.sleep(PAUSE_MILLIS);
                    }
                }
            }
        }
    }

    private void virsh(Libvirt libvirt) throws Exception {
        virshStart.time(() -> libvirt.must("start", "bench"));
        virshDestroy.time(() -> libvirt.must("destroy", "bench"));
        Thread.sleep(PAUSE_MILLIS);
    }

    private static void defineGuest(OwnDaemon daemon, Libvirt libvirt) throws Exception {
        Path image = daemon.folder.resolve("s/images/minimal");
        JsonObject manifest =
                JsonParser.parseString(Files.readString(image.resolve("image.json")))
                        .getAsJsonObject();
        libvirt.defineGuest(
                image.resolve("vmlinuz"),
                image.resolve("initramfs.cpio"),
                manifest.get("command-line").getAsString() + " oxt.name=bench");
        // The first start after libvirtd's asks QEMU what it can do; nobody is to pay for that.
        libvirt.must("start", "bench");
        libvirt.must("destroy", "bench");
    }

    private static Path runFolder(OwnDaemon daemon) throws Exception {
        try (var folders = Files.list(daemon.run.resolve("vms"))) {
            return folders.findFirst().orElseThrow();
        }
    }

    private static long pid(Path run) throws Exception {
        return Long.parseLong(Files.readString(run.resolve("process")).split("\\D", 2)[0]);
    }

    private List<Row> told() {
        List<Row> rows = new ArrayList<>();
        rows.add(
                Row.of(
                        "start",
                        start,
                        "ms",
                        new Row.Peer("bare QEMU", bare.median()),
                        new Row.Bound.RatioAtMost(1.25)));
        if (virshStart.size() > 0) {
            Row.Peer virsh = new Row.Peer("virsh start", virshStart.median());
            rows.add(Row.of("start-api", start, "ms", virsh, new Row.Bound.RatioAtMost(0.3)));
            rows.add(Row.of("start-command", command, "ms", virsh, new Row.Bound.Told()));
        }
        rows.add(
                Row.of(
                        "start-measured",
                        startMeasured,
                        "ms",
                        new Row.Peer("the same, not measured", start.median()),
                        new Row.Bound.Told()));
        rows.add(Row.of("kill", kill, "ms", destroy(), new Row.Bound.AtMost(150)));
        return rows;
    }

    private Row.Peer destroy() {
        return virshDestroy.size() > 0
                ? new Row.Peer("virsh destroy", virshDestroy.median())
                : Row.Peer.NONE;
    }
}
