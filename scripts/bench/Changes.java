import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How many changes of VMs' documents a second are on the disk, beside the disk's own word. */
final class Changes {
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Path home;

    Changes(Path home) {
        this.home = home;
    }

    List<Row> rows() throws Exception {
        Times changes = new Times();
        Times syncs = new Times();
        try (OwnDaemon daemon = new OwnDaemon(home, "sim")) {
            Lists.define(daemon, 0, CLIENTS);
            Bench.note("changes by " + CLIENTS + " clients");
            change(daemon); // for the daemon's code to be compiled
            for (int round = 0; round < ROUNDS; round++) {
                changes.add(change(daemon));
                syncs.add(sync(daemon.folder.resolve("synced")));
            }
        }
        return List.of(
                Row.of(
                        "durable-changes",
                        changes,
                        "1/s",
                        new Row.Peer("fdatasync by one", syncs.median()),
                        new Row.Bound.AtLeast(1000)));
    }

    /** A second: each client changes a VM of its own, over and over. */
    private static double change(OwnDaemon daemon) throws Exception {
        AtomicLong made = new AtomicLong();
        long end = System.nanoTime() + ROUND_NANOS;
        Together.run(
                CLIENTS,
                client -> {
                    String name = "sim-" + client;
                    try (Wire wire = daemon.wire()) {
                        for (int i = 0; System.nanoTime() < end; i++) {
                            String document = Lists.document(name, 64 + i % 64);
                            wire.done("PUT", "/v1/vms/" + name, document);
                            made.incrementAndGet();
                        }
                    }
                });
        return made.get() / (ROUND_NANOS / 1e9);
    }

    /** A second: appends a page and waits until the disk has it, over and over. */
    private static double sync(Path file) throws Exception {
        long made = 0;
        long end = System.nanoTime() + ROUND_NANOS;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (; System.nanoTime() < end; made++) {
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
            }
        }
        return made / (ROUND_NANOS / 1e9);
    }
}
