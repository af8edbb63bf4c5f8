import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** How long a read takes while twenty VMs start. */
final class Reads {
    private static final int VMS = 20;
    private static final int ROUNDS = 3;
    private static final int PAUSE_MILLIS = 2;

    private final Path home;

    Reads(Path home) {
        this.home = home;
    }

    List<Row> rows() throws Exception {
        return List.of(row("read-p99", "qemu"), row("read-p99-sim", "sim"));
    }

    private Row row(String name, String engine) throws Exception {
        Times times = new Times();
        try (OwnDaemon daemon = new OwnDaemon(home, engine)) {
            daemon.done("/v1/images/minimal/build", "");
            for (int i = 0; i < VMS; i++) {
                daemon.done("/v1/vms", Power.GUEST.formatted("vm-" + i));
            }
            Bench.note("reads while " + VMS + " VMs start, engine " + engine);
            for (int round = 0; round < ROUNDS; round++) {
                round(daemon, times);
            }
        }
        Bench.note(times.size() + " reads, the longest %.1f ms".formatted(times.quantile(1)));
        return Row.once(
                name,
                times.quantile(0.99),
                "ms",
                Row.Peer.NONE,
                new Row.Bound.AtMost(25));
    }

    private static void round(OwnDaemon daemon, Times times) throws Exception {
        AtomicBoolean started = new AtomicBoolean();
        // One starts and waits as a person does, the other reads all the time.
        Together.run(
                2,
                client -> {
                    try (Wire wire = daemon.wire()) {
                        if (client == 0) {
                            try {
                                start(wire);
                            } finally {
                                started.set(true);
                            }
                        } else {
                            read(wire, times, started);
                        }
                    }
                });
        try (Wire wire = daemon.wire()) {
            for (int i = 0; i < VMS; i++) {
                wire.act("vm-" + i, "kill");
            }
        }
    }

    private static void start(Wire wire) throws Exception {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < VMS; i++) {
            JsonObject task = wire.post("/v1/vms/vm-" + i + "/start?wait-millis=0", "");
            tasks.add(task.get("id").getAsString());
        }
        for (String task : tasks) {
            wire.await(task);
        }
    }

    private static void read(Wire wire, Times times, AtomicBoolean started) throws Exception {
        for (int read = 0; !started.get(); read++) {
            String one = "/v1/vms/vm-" + read % VMS;
            times.time(() -> wire.get("/v1/vms"));
            times.time(() -> wire.get(one));
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
