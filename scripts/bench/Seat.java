import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final int CAPS_LOCK = 0x3a;
    private static final int LIGHTS = -261;

    private final Path home;
    private final Times through = new Times();
    private final Times raw = new Times();
    private final Times switches = new Times();

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
        }
        Times added = new Times();
        added.add(through.median() - raw.median());
        return List.of(
                Row.of(
                        "seat-key",
                        through,
                        "ms",
                        new Row.Peer("QEMU's socket", raw.median()),
                        new Row.Bound.Told()),
                Row.once(
                        "seat-key-added",
                        added.median(),
                        "ms",
                        Row.Peer.NONE,
                        new Row.Bound.AtMost(5)),
                Row.of("seat-switch", switches, "ms", Row.Peer.NONE, new Row.Bound.AtMost(50)));
    }

    /** Caps Lock there, and the keyboard's light as the guest has switched it back. */
    private void keys(OwnDaemon daemon) throws Exception {
        try (Wire wire = daemon.wire();
                Screen direct = Screen.of(raw(daemon, "work"));
                Screen viewer = Screen.of(talk(daemon, "work"))) {
            wire.post("/v1/seat/focus", "{\"vm\": \"work\"}");
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                Times first = round < WARM_UP ? new Times() : raw;
                Times second = round < WARM_UP ? new Times() : through;
                first.time(direct::capsLock);
                viewer.light();
                second.time(viewer::capsLock);
                direct.light();
            }
        }
    }

    /** A new viewer each time: from asking for the focus to the whole first picture. */
    private void switches(OwnDaemon daemon) throws Exception {
        try (Wire wire = daemon.wire()) {
            for (int round = 0; round < SWITCHES; round++) {
                String vm = round % 2 == 0 ? "personal" : "work";
                switches.time(
                        () -> {
                            wire.post("/v1/seat/focus", "{\"vm\": \"" + vm + "\"}");
                            try (Screen screen = Screen.of(talk(daemon, vm))) {
                                screen.picture();
                            }
                        });
            }
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
            line.write(ByteBuffer.allocate(12).putInt(0x02000002).putInt(0).putInt(LIGHTS).array());
            light();
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

        void capsLock() throws IOException {
            for (Input.Motion motion : Input.Motion.values()) {
                Input stroke = new Input.Keystroke(new Key.At(CAPS_LOCK), 0, motion);
                line.write(ViewerWriter.of(stroke).array());
            }
            light();
        }

        /** Waits until QEMU says how the keyboard's lights are. */
        void light() throws IOException {
            while (next() != LIGHTS) {
                // A part of a picture.
            }
        }

        void picture() throws IOException {
            line.write(
                    ViewerWriter.of(new ViewerMessage.Update(0, 0, 0, width, height)).array());
            while (next() != 0) {
                // Lights.
            }
        }

        /** One update of one rectangle; its encoding. */
        private int next() throws IOException {
            in.readShort();
            int parts = in.readUnsignedShort();
            int encoding = LIGHTS;
            for (int part = 0; part < parts; part++) {
                in.readInt();
                int size = in.readUnsignedShort() * in.readUnsignedShort();
                encoding = in.readInt();
                in.readFully(new byte[encoding == LIGHTS ? 1 : 4 * size]);
            }
            return encoding;
        }

        @Override
        public void close() throws IOException {
            line.close();
        }
    }
}
