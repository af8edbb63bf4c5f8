package oxt.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A talk with the daemon, of bytes in both directions: the client's side of a WebSocket (RFC 6455).
 * One thread may read while another one writes.
 */
public final class Talk implements AutoCloseable {
    /**
     * The key guards against servers that do not know WebSockets and pass on what they do not
     * understand; ours is the daemon, behind no other.
     */
    static final String HEADERS =
            """
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: b3h0IHNheXMgaGVsbG8hIQ==\r
            """;

    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** Its length is in the second byte, as a control frame's always is. */
    private static final int SHORT_FRAME = 125;

    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int EIGHT_BYTES_FOLLOW = 127;
    private static final int TOP_BIT = 0x80;

    private final ReplyStream stream;
    private long left;
    private String reason = "";

    /**
     * @param stream of the reply to a request with {@link Request.Body.Talk}
     */
    public Talk(ReplyStream stream) {
        this.stream = stream;
    }

    /** How many bytes came, at least one; -1 when the daemon has ended the talk. */
    public int read(byte[] into) throws IOException {
        while (left == 0) {
            if (!beginFrame()) {
                return -1;
            }
        }
        byte[] part = new byte[(int) Math.min(left, into.length)];
        int count = atLeastOne(part);
        System.arraycopy(part, 0, into, 0, count);
        left -= count;
        return count;
    }

    /** Why the daemon ended it, in its words; empty where it said none. */
    public String reason() {
        return reason;
    }

    /** The first bytes, in one frame. */
    public void write(byte[] bytes, int count) throws IOException {
        send(BINARY, bytes, count);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** False at the end. */
    private boolean beginFrame() throws IOException {
        byte[] head = new byte[1];
        if (stream.read(head) < 0) {
            return false;
        }
        int kind = head[0] & 0xf;
        long length = number(1) & ~TOP_BIT;
        if (length == TWO_BYTES_FOLLOW) {
            length = number(2);
        } else if (length == EIGHT_BYTES_FOLLOW) {
            length = number(8);
        }
        if (kind == BINARY || kind == CONTINUATION) {
            left = length;
            return true;
        }
        byte[] said = bytes((int) Math.min(length, SHORT_FRAME));
        return switch (kind) {
            case CLOSE -> {
                // The first two bytes are a number for programs.
                reason =
                        said.length > 2
                                ? new String(said, 2, said.length - 2, StandardCharsets.UTF_8)
                                : "";
                yield false;
            }
            case PING -> {
                send(PONG, said, said.length);
                yield true;
            }
            default -> true;
        };
    }

    private long number(int size) throws IOException {
        long number = 0;
        for (byte next : bytes(size)) {
            number = number << 8 | next & 0xff;
        }
        return number;
    }

    private byte[] bytes(int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            byte[] part = new byte[bytes.remaining()];
            bytes.put(part, 0, atLeastOne(part));
        }
        return bytes.array();
    }

    private int atLeastOne(byte[] into) throws IOException {
        int count = stream.read(into);
        if (count < 0) {
            throw new EOFException("in the middle of a frame");
        }
        return count;
    }

    private synchronized void send(int kind, byte[] bytes, int count) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + count);
        frame.put((byte) (TOP_BIT | kind));
        if (count <= SHORT_FRAME) {
            frame.put((byte) (TOP_BIT | count));
        } else {
            frame.put((byte) (TOP_BIT | EIGHT_BYTES_FOLLOW)).putLong(count);
        }
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        frame.put(mask);
        for (int index = 0; index < count; index++) {
            frame.put((byte) (bytes[index] ^ mask[index % 4]));
        }
        byte[] whole = new byte[frame.flip().remaining()];
        frame.get(whole);
        stream.write(whole);
    }
}
