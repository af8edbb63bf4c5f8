package oxt.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import oxt.client.ReplyStream;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Reads server-sent events (HTML Standard, section 9.2), as far as our daemon sends them. */
final class EventStream {
    /** Our daemon's events have some hundred bytes. */
    private static final int LONGEST_LINE = 1 << 20;

    private final ReplyStream stream;
    private final byte[] bytes = new byte[16 * 1024];
    private int at;
    private int count;

    EventStream(ReplyStream stream) {
        this.stream = stream;
    }

    /** The data of the next event; empty at the end of the stream. */
    String next() throws IOException {
        StringBuilder data = new StringBuilder();
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(256);
            if (!readLine(line)) {
                // An event is over at its empty line; without one it was cut off.
                return "";
            }
            String text = line.toString(StandardCharsets.UTF_8);
            if (text.startsWith("data:")) {
                data.append(text.startsWith(" ", 5) ? text.substring(6) : text.substring(5));
            } else if (text.isEmpty() && !data.isEmpty()) {
                return data.toString();
            }
        }
    }

    private boolean readLine(ByteArrayOutputStream line) throws IOException {
        while (true) {
            if (at == count) {
                at = 0;
                count = stream.read(bytes);
                if (count < 0) {
                    return false;
                }
            }
            byte next = bytes[at++];
            if (next == '\n') {
                return true;
            }
            if (next != '\r') {
                line.write(next);
            }
            if (line.size() > LONGEST_LINE) {
                throw new ProblemException(
                        new Problem.Failed(
                                "event-too-large",
                                "The daemon sent an event of more than 1 MiB.",
                                "Report this."));
            }
        }
    }
}
