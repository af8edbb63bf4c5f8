import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import oxt.client.HttpClient;
import oxt.client.Request;
import oxt.client.Talk;
import oxt.seat.Input;
import oxt.seat.Key;
import oxt.seat.rfb.ViewerMessage;
import oxt.seat.rfb.ViewerWriter;

/** What the seat adds to a key, and how long a switch takes until the other VM is seen. */
final class Seat {
    private static final String VM =
            """
            {"name": "%s", "memory": "128MiB", "display": "on", "nics": [],
             "boot": {"firmware": "direct-kernel", "image": "minimal"}}""";

    private static final int WARM_UP = 20;
    private static final int ROUNDS = 150;
    private static final int SWITCHES = 40;
    private static final int PAUSE_MILLIS = 60;
    private static final int A = 0x1e;

    /** Of an event device: 16 bytes of time, then type, code and value. */
    private static final int RECORD_BYTES = 24;

    private final Path home;
    private final Times through = new Times();
    private final Times raw = new Times();
    private final Times switches = new Times();
    private final Times pictures = new Times();

    Seat(Path home) {
        this.home = home;
    }

    List<Row> rows() throws Exception {
        try (OwnDaemon daemon = new OwnDaemon(home, "qemu")) {
            daemon.done("/v1/images/minimal/build", "");
            for (String name : List.of("work", "personal")) {
                daemon.done("/v1/vms", VM.formatted(name));
                daemon.done("/v1/vms/" + name + "/start", "");
                // Its answer says that the guest has booted.
                daemon.command("vm", "run", name, "--patience", "120s", "--", "true");
            }
            Bench.note("seat: " + ROUNDS + " keys each way, then " + SWITCHES + " switches");
            keys(daemon);
            switches(daemon);
            daemon.done("/v1/vms/work/kill", "");
            daemon.done("/v1/vms/personal/kill", "");
        }
        return List.of(
                Row.once(
                        "seat-key-added",
                        through.median() - raw.median(),
                        "ms",
                        Row.Peer.NONE,
                        new Row.Bound.AtMost(5)),
                Row.of(
                        "seat-switch",
                        switches,
                        "ms",
                        new Row.Peer("QEMU's socket", pictures.median()),
                        new Row.Bound.AtMost(50)));
    }

    /**
     * The guest's own word when it had each key. Its clock is another, which the difference between
     * one way and the other leaves out.
     */
    private void keys(OwnDaemon daemon) throws Exception {
        run(daemon, "for e in /dev/input/event*; do cat $e >> /keys 2> /dev/null & done");
        List<Long> sent = new ArrayList<>();
        try (Wire wire = daemon.wire();
                Screen direct = Screen.of(raw(daemon, "work"));
                Screen viewer = Screen.of(talk(daemon, "work"))) {
            wire.post("/v1/seat/focus", "{\"vm\": \"work\"}");
            for (int key = 0; key < 2 * (WARM_UP + ROUNDS); key++) {
                Thread.sleep(PAUSE_MILLIS);
                sent.add(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
                (key % 2 == 0 ? direct : viewer).strike();
            }
            Thread.sleep(1000);
        }
        List<Long> had = presses(run(daemon, "od -An -v -tx1 /keys"));
        if (had.size() != sent.size()) {
            throw new IllegalStateException(had.size() + " keys of " + sent.size() + " came");
        }
        for (int key = 2 * WARM_UP; key < sent.size(); key++) {
            (key % 2 == 0 ? raw : through).add((had.get(key) - sent.get(key)) / 1000.0);
        }
    }

    /** When each key went down, in microseconds of the guest's clock. */
    private static List<Long> presses(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal.replaceAll("[^0-9a-f]", ""));
        ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> presses = new ArrayList<>();
        for (int at = 0; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
            if (records.getShort(at + 16) == 1 && records.getInt(at + 20) == 1) {
                presses.add(records.getLong(at) * 1_000_000 + records.getLong(at + 8));
            }
        }
        return presses;
    }

    /** What a command in the guest says. */
    private String run(OwnDaemon daemon, String script) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                home.resolve("oxt").toString(),
                                "vm", "run", "work", "--patience", "120s", "--", "sh", "-c", script)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OXT_RUN", daemon.run.toString());
        builder.environment().put("OXT_BUILD", "never");
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A new viewer each time: from asking for the focus to the whole first picture. */
    private void switches(OwnDaemon daemon) throws Exception {
        try (Wire wire = daemon.wire()) {
            for (int round = 0; round < SWITCHES; round++) {
                String vm = round % 2 == 0 ? "personal" : "work";
                switches.time(
                        () -> {
                            wire.post("/v1/seat/focus", "{\"vm\": \"" + vm + "\"}");
                            picture(talk(daemon, vm));
                        });
                pictures.time(() -> picture(raw(daemon, vm)));
            }
        }
    }

    private static void picture(Line line) throws IOException {
        try (Screen screen = Screen.of(line)) {
            screen.picture();
        }
    }

    /** Bytes to and from a screen. */
    private interface Line extends AutoCloseable {
        int read(byte[] into) throws IOException;

        void write(byte[] bytes) throws IOException;

        @Override
        void close() throws IOException;
    }

    private static Line talk(OwnDaemon daemon, String vm) {
        Request request =
                Request.get("/v1/vms/" + vm + "/display").with(new Request.Body.Talk());
        Talk talk = new Talk(new HttpClient(daemon.socket()).open(request));
        return new Line() {
            @Override
            public int read(byte[] into) throws IOException {
                return talk.read(into);
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                talk.write(bytes, bytes.length);
            }

            @Override
            public void close() throws IOException {
                talk.close();
            }
        };
    }

    private static Line raw(OwnDaemon daemon, String vm) throws IOException {
        String id;
        try (Wire wire = daemon.wire()) {
            id = wire.get("/v1/vms/" + vm).replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        }
        Path socket;
        try (Stream<Path> files = Files.walk(daemon.run)) {
            socket =
                    files.filter(file -> file.toString().contains(id))
                            .filter(file -> file.endsWith("vnc.sock"))
                            .findFirst()
                            .orElseThrow();
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new Line() {
            @Override
            public int read(byte[] into) throws IOException {
                return channel.read(ByteBuffer.wrap(into));
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                channel.write(ByteBuffer.wrap(bytes));
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** Just enough of a viewer. */
    private static final class Screen implements AutoCloseable {
        private final Line line;
        private final DataInputStream in;
        private final int width;
        private final int height;

        static Screen of(Line line) throws IOException {
            return new Screen(line);
        }

        private Screen(Line line) throws IOException {
            this.line = line;
            this.in = new DataInputStream(stream(line));
            in.readFully(new byte[12]);
            line.write("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
            in.readFully(new byte[in.readUnsignedByte()]);
            line.write(new byte[] {1});
            in.readInt();
            line.write(new byte[] {1});
            width = in.readUnsignedShort();
            height = in.readUnsignedShort();
            in.readFully(new byte[16]);
            in.readFully(new byte[in.readInt()]);
            line.write(ByteBuffer.allocate(8).putInt(0x02000001).putInt(0).array());
        }

        private static InputStream stream(Line line) {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return line.read(one) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int from, int count) throws IOException {
                    byte[] part = new byte[count];
                    int read = line.read(part);
                    System.arraycopy(part, 0, into, from, Math.max(0, read));
                    return read;
                }
            };
        }

        void strike() throws IOException {
            for (Input.Motion motion : Input.Motion.values()) {
                Input stroke = new Input.Keystroke(new Key.At(A), 0, motion);
                line.write(ViewerWriter.of(stroke).array());
            }
        }

        void picture() throws IOException {
            line.write(
                    ViewerWriter.of(new ViewerMessage.Update(0, 0, 0, width, height)).array());
            in.readShort();
            for (int parts = in.readUnsignedShort(); parts > 0; parts--) {
                in.readInt();
                int size = in.readUnsignedShort() * in.readUnsignedShort();
                in.readInt();
                in.readFully(new byte[4 * size]);
            }
        }

        @Override
        public void close() throws IOException {
            line.close();
        }
    }
}
