package oxt.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A reply whose body is read as it comes. */
public final class ReplyStream implements AutoCloseable {
    /** Our daemon's heads have under 500 bytes. */
    static final int LONGEST_HEAD = 16 * 1024;

    /** The size in hexadecimal digits, and extensions that nobody sends. */
    private static final int LONGEST_CHUNK_LINE = 256;

    private static final String CONTINUE = "HTTP/1.1 100 ";

    private final Connection connection;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024).flip();
    private final ReplyHead head;

    /** Bytes left of the body, or of the present chunk. */
    private long left;

    private boolean ended;

    ReplyStream(Connection connection) throws IOException {
        this(connection, _ -> {});
    }

    /** Sends the file as soon as the daemon says that it wants it (RFC 9110, section 10.1.1). */
    static ReplyStream after(Upload upload, Connection connection) throws IOException {
        return new ReplyStream(
                connection,
                wanted -> {
                    try {
                        upload.send(wanted);
                    } catch (IOException refusedMeanwhile) {
                        // Its answer says why; where there is none, reading that fails in turn.
                    }
                });
    }

    private interface Sending {
        void send(Connection wanted) throws IOException;
    }

    private ReplyStream(Connection connection, Sending sending) throws IOException {
        this.connection = connection;
        String lines = lines();
        if (lines.startsWith(CONTINUE)) {
            sending.send(connection);
            lines = lines();
        }
        head = ReplyHead.parse(lines).orElseThrow(ReplyStream::garbled);
        switch (head.framing()) {
            case LENGTH -> {
                left = head.length();
                ended = left == 0;
            }
            case UNTIL_CLOSE -> left = Long.MAX_VALUE;
            case CHUNKED -> left = 0;
        }
    }

    public int status() {
        return head.status();
    }

    /** The media type. */
    public String type() {
        return head.type();
    }

    /** How many bytes came, at least one; -1 at the end of the body. */
    public int read(byte[] into) throws IOException {
        if (!ended && left == 0) {
            beginChunk();
        }
        if (ended) {
            return -1;
        }
        if (!buffer.hasRemaining() && !fill()) {
            if (head.framing() == ReplyHead.Framing.UNTIL_CLOSE) {
                ended = true;
                return -1;
            }
            throw cutOff();
        }
        int count = (int) Math.min(Math.min(buffer.remaining(), into.length), left);
        buffer.get(into, 0, count);
        left -= count;
        if (left == 0) {
            endPart();
        }
        return count;
    }

    /** To the daemon, where the request has made a talk of the connection. */
    void write(byte[] bytes) throws IOException {
        connection.write(bytes);
    }

    /** The whole body; more than the bound is refused, not cut. */
    public byte[] readAll(int bound) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[16 * 1024];
        for (int count = read(part); count >= 0; count = read(part)) {
            body.write(part, 0, count);
            if (body.size() > bound) {
                throw new ProblemException(
                        new Problem.Failed(
                                "reply-too-large",
                                "The daemon's reply has more than " + bound + " bytes.",
                                "Ask for less, or report this."));
            }
        }
        return body.toByteArray();
    }

    /** Up to the empty line. */
    private String lines() throws IOException {
        String text = line(LONGEST_HEAD);
        StringBuilder lines = new StringBuilder(text);
        while (!text.isEmpty()) {
            text = line(LONGEST_HEAD - lines.length());
            lines.append(text.isEmpty() ? "" : "\r\n").append(text);
        }
        return lines.toString();
    }

    private void beginChunk() throws IOException {
        String line = line(LONGEST_CHUNK_LINE);
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        // Seven digits are 256 MiB in one chunk; servers send some KiB.
        if (digits.isEmpty() || digits.length() > 7) {
            throw garbled();
        }
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0) {
                throw garbled();
            }
            left = left * 16 + digit;
        }
        ended = left == 0;
    }

    private void endPart() throws IOException {
        switch (head.framing()) {
            case LENGTH, UNTIL_CLOSE -> ended = true;
            case CHUNKED -> {
                if (!line(LONGEST_CHUNK_LINE).isEmpty()) {
                    throw garbled();
                }
            }
        }
    }

    /** A line without its end. */
    private String line(int longest) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        while (true) {
            if (!buffer.hasRemaining() && !fill()) {
                throw cutOff();
            }
            byte next = buffer.get();
            if (next == '\n') {
                break;
            }
            line.write(next);
            if (line.size() > longest) {
                throw garbled();
            }
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw garbled();
        }
        return text.substring(0, text.length() - 1);
    }

    private boolean fill() throws IOException {
        buffer.clear();
        int count = connection.read(buffer);
        buffer.flip();
        return count >= 0;
    }

    private static ProblemException garbled() {
        return new ProblemException(
                new Problem.Failed(
                        "reply-garbled",
                        "What listens at the daemon's socket does not answer as oxtd does.",
                        "See which program owns the socket, or report this."));
    }

    private static ProblemException cutOff() {
        return new ProblemException(
                new Problem.Failed(
                        "reply-cut-off",
                        "The daemon ended its reply in the middle.",
                        "See whether it still runs, systemctl status oxtd, and try again."));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
