package oxt.daemon;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import oxt.client.HttpClient;
import oxt.client.Request;
import oxt.client.Talk;
import oxt.seat.Input;
import oxt.seat.Key;
import oxt.seat.rfb.ViewerMessage;
import oxt.seat.rfb.ViewerWriter;

/** Somebody who looks at a VM's screen and types. */
public final class ScreenViewer implements AutoCloseable {
    private static final String GREETING = "RFB 003.008\n";

    private final Talk talk;
    private final DataInputStream in;
    private int width;
    private int height;

    private ScreenViewer(Talk talk) {
        this.talk = talk;
        this.in = new DataInputStream(new Incoming(talk));
    }

    /** What comes, as a stream. */
    private static final class Incoming extends InputStream {
        private final Talk talk;

        Incoming(Talk talk) {
            this.talk = talk;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            byte[] part = new byte[count];
            int read = talk.read(part);
            System.arraycopy(part, 0, into, from, Math.max(read, 0));
            return read;
        }
    }

    /** Has greeted, and knows how large the screen is. */
    public static ScreenViewer at(Path socket, String vm) throws IOException {
        return at(socket, Request.get("/v1/vms/" + vm + "/display"));
    }

    static ScreenViewer at(Path socket, Request request) throws IOException {
        var stream = new HttpClient(socket).open(request.with(new Request.Body.Talk()));
        if (stream.status() != 101) {
            throw new IOException(new String(stream.readAll(1 << 20), StandardCharsets.UTF_8));
        }
        ScreenViewer viewer = new ScreenViewer(new Talk(stream));
        viewer.greet();
        return viewer;
    }

    private void greet() throws IOException {
        in.readFully(new byte[GREETING.length()]);
        say(GREETING.getBytes(StandardCharsets.US_ASCII));
        in.readFully(new byte[in.readUnsignedByte()]);
        // No password, and nobody else: the daemon makes of that what it likes.
        say(new byte[] {1});
        in.readInt();
        say(new byte[] {0});
        width = in.readUnsignedShort();
        height = in.readUnsignedShort();
        in.readFully(new byte[16]);
        in.readFully(new byte[in.readInt()]);
        // Pictures as they are, and their new size.
        say(ByteBuffer.allocate(12).putInt(0x02000002).putInt(0).putInt(-223).array());
    }

    void say(byte[] bytes) throws IOException {
        talk.write(bytes, bytes.length);
    }

    private void say(ByteBuffer bytes) throws IOException {
        say(bytes.array());
    }

    /** Strikes a key by its position: down and up. */
    public void strike(int position) throws IOException {
        press(position);
        release(position);
    }

    public void press(int position) throws IOException {
        say(ViewerWriter.of(new Input.Keystroke(new Key.At(position), 0, Input.Motion.DOWN)));
    }

    public void release(int position) throws IOException {
        say(ViewerWriter.of(new Input.Keystroke(new Key.At(position), 0, Input.Motion.UP)));
    }

    /** What was cut here. */
    void cut(String text) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(8 + text.length());
        message.putInt(0x06000000).putInt(text.length());
        say(message.put(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The whole picture as it is, or what changes next; the bytes of one answer. */
    public byte[] picture(Wanted wanted) throws IOException {
        say(
                ViewerWriter.of(
                        new ViewerMessage.Update(
                                wanted == Wanted.WHOLE ? 0 : 1, 0, 0, width, height)));
        while (true) {
            int type = in.readUnsignedByte();
            if (type != 0) {
                throw new IOException("a message of type " + type);
            }
            in.readUnsignedByte();
            ByteBuffer picture = ByteBuffer.allocate(4 * width * height);
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                in.readInt();
                int across = in.readUnsignedShort();
                int down = in.readUnsignedShort();
                if (in.readInt() == -223) {
                    width = across;
                    height = down;
                    picture = ByteBuffer.allocate(4 * width * height);
                } else {
                    byte[] part = new byte[4 * across * down];
                    in.readFully(part);
                    picture.put(part, 0, Math.min(part.length, picture.remaining()));
                }
            }
            return picture.array();
        }
    }

    public enum Wanted {
        WHOLE,
        CHANGES
    }

    /** Reads until the daemon ends the talk, and says why it did. */
    String end() throws IOException {
        byte[] bytes = new byte[1 << 16];
        while (talk.read(bytes) >= 0) {
            // Pictures.
        }
        return talk.reason();
    }

    @Override
    public void close() throws IOException {
        talk.close();
    }
}
