package oxt.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a stream of events as it comes; the frames of HTTP between them do not matter here. */
final class EventReader implements AutoCloseable {
    private static final Pattern EVENT =
            Pattern.compile("id: (\\d+)\nevent: (\\S+)\ndata: (.*)\n\n");

    private final SocketChannel channel;
    private final StringBuilder text = new StringBuilder();

    private EventReader(SocketChannel channel) {
        this.channel = channel;
    }

    static EventReader open(TestClient client, String path, String... headers) throws IOException {
        SocketChannel channel = client.open();
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: oxt\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("\r\n");
        channel.write(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.UTF_8)));
        return new EventReader(channel);
    }

    /** Any stream that a request with a body is answered by. */
    static EventReader post(TestClient client, String path, String body) throws IOException {
        SocketChannel channel = client.open();
        String request =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: oxt\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
        return new EventReader(channel);
    }

    String awaitHead() throws IOException {
        while (text.indexOf("\r\n\r\n") < 0 && more()) {
            // until there is enough
        }
        return text.toString();
    }

    /** All of it. */
    String awaitEnd() throws IOException {
        while (more()) {
            // until the daemon has said all
        }
        return text.toString();
    }

    /** So many events, each as "id kind". */
    List<String> events(int count) throws IOException {
        List<String> events = found();
        while (events.size() < count && more()) {
            events = found();
        }
        return events;
    }

    private List<String> found() {
        List<String> events = new ArrayList<>();
        Matcher matcher = EVENT.matcher(text);
        while (matcher.find()) {
            events.add(matcher.group(1) + " " + matcher.group(2));
        }
        return events;
    }

    private boolean more() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
        int count = channel.read(buffer);
        if (count > 0) {
            text.append(new String(buffer.array(), 0, count, StandardCharsets.UTF_8));
        }
        return count >= 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
