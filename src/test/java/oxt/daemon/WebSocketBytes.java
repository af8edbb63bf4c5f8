package oxt.daemon;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket byte by byte, for clients that break its rules. */
public final class WebSocketBytes {
    /** What a request for one has besides its first line. */
    public static final String HEADERS =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private static final int CLOSE = 0x88;

    private WebSocketBytes() {}

    /** Reads the head of an answer; its status. */
    public static int status(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(new DataInputStream(in).readUnsignedByte());
        }
        return Integer.parseInt(head.toString(StandardCharsets.US_ASCII).substring(9, 12));
    }

    /** How a binary frame of so many bytes begins: its head, and the first of them. */
    public static byte[] begun(long length) {
        return ByteBuffer.allocate(15)
                .put((byte) 0x82)
                .put((byte) (0x80 | 127))
                .putLong(length)
                .putInt(0)
                .array();
    }

    /** Reads until the far side closes; with which number. It has to end the connection as well. */
    public static int closed(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        while (true) {
            int kind = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] said = new byte[length];
            in.readFully(said);
            if (kind == CLOSE) {
                if (in.read() >= 0) {
                    throw new IOException("something comes after the end");
                }
                return ByteBuffer.wrap(said).getShort();
            }
        }
    }
}
