package oxt.engine.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of bounded length from a channel; not for more than one thread. */
public final class Lines {
    /** A line that has more than it may. */
    public static final class TooLongException extends IOException {
        @Serial private static final long serialVersionUID = 1;

        private TooLongException(int longest) {
            super("a line of more than " + longest + " bytes");
        }
    }

    private final ReadableByteChannel channel;
    private final int longest;
    private final ByteBuffer buffer = ByteBuffer.allocate(8192).flip();

    public Lines(ReadableByteChannel channel, int longest) {
        this.channel = channel;
        this.longest = longest;
    }

    /** The next line without its end; nothing at the channel's end, where half a line is none. */
    public Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    return Optional.of(line.toString(StandardCharsets.UTF_8));
                }
                if (line.size() == longest) {
                    throw new TooLongException(longest);
                }
                line.write(next);
            }
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                return Optional.empty();
            }
        }
    }
}
