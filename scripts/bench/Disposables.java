import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** From a request to the answer of its command, in a VM made for it and in one that has to boot. */
final class Disposables {
    private static final int ROUNDS = 7;
    private static final int AT_ONCE = 10;
    private static final int PAUSE_MILLIS = 300;
    private static final int LONGEST_REPLY = 1 << 16;

    private final Path home;
    private final Times one = new Times();
    private final Times boot = new Times();
    private final Times ten = new Times();

    Disposables(Path home) {
        this.home = home;
    }

    List<Row> rows() throws Exception {
        try (OwnDaemon daemon = new OwnDaemon(home, "qemu")) {
            daemon.done("/v1/images/minimal/build", "");
            daemon.done("/v1/vms", Power.GUEST.formatted("work"));
            Bench.note("disposables: the state they begin from, then " + ROUNDS + " rounds");
            run(daemon, "run-disposable");
            for (int round = 0; round < ROUNDS; round++) {
                one.time(() -> run(daemon, "run-disposable"));
                Thread.sleep(PAUSE_MILLIS);
                boot.time(() -> boot(daemon));
                daemon.done("/v1/vms/work/kill", "");
                Thread.sleep(PAUSE_MILLIS);
                ten.time(() -> Together.run(AT_ONCE, _ -> run(daemon, "run-disposable")));
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return List.of(
                Row.of(
                        "disposable",
                        one,
                        "ms",
                        new Row.Peer("cold boot", boot.median()),
                        new Row.Bound.RatioAtMost(1.0 / 12)),
                Row.of(
                        "disposables-ten",
                        ten,
                        "ms",
                        new Row.Peer("one", one.median()),
                        new Row.Bound.Told()));
    }

    private static void boot(OwnDaemon daemon) throws Exception {
        daemon.done("/v1/vms/work/start", "");
        run(daemon, "run?patience-seconds=60");
    }

    /** Until the reply has the command's output and its status; the rest is let go. */
    private static void run(OwnDaemon daemon, String how) throws IOException {
        String body = "{\"command\": [\"echo\", \"an-answer\"]}";
        String request =
                "POST /v1/vms/work/%s HTTP/1.1\r\nHost: oxt\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(how, body.length(), body);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(daemon.socket()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer reply = ByteBuffer.allocate(LONGEST_REPLY);
            String said = "";
            while (!said.contains("an-answer") || !said.contains("status ")) {
                if (channel.read(reply) < 0) {
                    throw new IOException("the command had no answer: " + said);
                }
                said = new String(reply.array(), 0, reply.position(), StandardCharsets.UTF_8);
                if (said.contains("\"remedy\"")) {
                    throw new IOException(said);
                }
            }
        }
    }
}
