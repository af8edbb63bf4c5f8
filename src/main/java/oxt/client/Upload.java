package oxt.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** A file on its way to the daemon. */
public final class Upload {
    private static final int CHUNK = 256 << 10;
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OptionalLong length;
    private final Watch watch;

    /** Is told how many bytes have been sent. */
    @FunctionalInterface
    public interface Watch {
        void sent(long bytes);
    }

    /**
     * @param length where it is known before the end
     */
    public Upload(InputStream in, OptionalLong length, Watch watch) {
        this.in = in;
        this.length = length;
        this.watch = watch;
    }

    OptionalLong length() {
        return length;
    }

    void send(Connection connection) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long sent = 0;
        while (true) {
            int count = in.readNBytes(chunk, 0, CHUNK);
            if (count > 0) {
                part(connection, chunk, count);
                sent += count;
                watch.sent(sent);
            }
            if (count < CHUNK) {
                break;
            }
        }
        if (length.isEmpty()) {
            connection.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void part(Connection connection, byte[] chunk, int count) throws IOException {
        if (length.isEmpty()) {
            String size = Integer.toHexString(count) + "\r\n";
            connection.write(size.getBytes(StandardCharsets.US_ASCII));
        }
        connection.write(java.util.Arrays.copyOf(chunk, count));
        if (length.isEmpty()) {
            connection.write(LINE_END);
        }
    }
}
