package oxt.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import oxt.api.Frame;
import oxt.client.ReplyStream;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The parts of a reply that comes in parts. */
final class FrameStream {
    private final ReplyStream stream;
    private final byte[] bytes = new byte[16 * 1024];
    private int at;
    private int count;
    private byte[] part = new byte[0];

    FrameStream(ReplyStream stream) {
        this.stream = stream;
    }

    /** Nothing at the reply's end. */
    Optional<Frame> next() throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (next < 0) {
                return Optional.empty();
            }
            head.append((char) next);
            if (head.length() > Frame.LONGEST_HEAD) {
                throw unlike();
            }
        }
        Frame frame = Frame.parse(head.toString()).orElseThrow(FrameStream::unlike);
        part = read(frame.length());
        return Optional.of(frame);
    }

    /** What stands behind the last frame. */
    byte[] part() {
        return part.clone();
    }

    private byte[] read(int length) throws IOException {
        byte[] read = new byte[length];
        for (int done = 0; done < length; ) {
            if (at == count && !fill()) {
                return Arrays.copyOf(read, done);
            }
            int here = Math.min(length - done, count - at);
            System.arraycopy(bytes, at, read, done, here);
            at += here;
            done += here;
        }
        return read;
    }

    private int read() throws IOException {
        return at == count && !fill() ? -1 : bytes[at++] & 0xff;
    }

    private boolean fill() throws IOException {
        at = 0;
        count = Math.max(0, stream.read(bytes));
        return count > 0;
    }

    private static ProblemException unlike() {
        return new ProblemException(
                new Problem.Failed(
                        "reply-not-understood",
                        "The daemon's reply is not what this oxt knows.",
                        "Use oxt and oxtd of the same version; restart the daemon after an"
                                + " upgrade."));
    }
}
