import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One connection to a daemon's API that stays open, with nothing between it and the socket: what is
 * measured is the daemon, not a client. For one thread.
 */
final class Wire implements AutoCloseable {
    private static final int LARGEST_REPLY = 8 << 20;

    private final SocketChannel channel;
    private final ByteBuffer reply = ByteBuffer.allocate(LARGEST_REPLY);

    Wire(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    /** The whole reply to a GET, which has to be good. */
    String get(String path) throws IOException {
        return send("GET", path, "");
    }

    JsonObject post(String path, String body) throws IOException {
        return JsonParser.parseString(send("POST", path, body)).getAsJsonObject();
    }

    /** Asks for something, and waits until it is done. */
    void done(String method, String path, String body) throws IOException {
        String waiting = path + (path.contains("?") ? "&" : "?") + "wait-millis=30000";
        JsonObject task = JsonParser.parseString(send(method, waiting, body)).getAsJsonObject();
        finish(method + " " + path, task);
    }

    /** Waits until a task is done. */
    void await(String task) throws IOException {
        finish("task " + task, task(task));
    }

    private void finish(String what, JsonObject begun) throws IOException {
        JsonObject task = begun;
        while (isRunning(task)) {
            task = task(task.get("id").getAsString());
        }
        if (!task.get("state").getAsString().equals("done")) {
            throw new IllegalStateException(what + ": " + task);
        }
    }

    private JsonObject task(String id) throws IOException {
        return JsonParser.parseString(get("/v1/tasks/" + id + "?wait-millis=30000"))
                .getAsJsonObject();
    }

    /** Does something to a VM, and waits for its end. */
    void act(String vm, String action) throws IOException {
        done("POST", "/v1/vms/" + vm + "/" + action, "");
    }

    private static boolean isRunning(JsonObject task) {
        String state = task.get("state").getAsString();
        return state.equals("running") || state.equals("waiting");
    }

    private String send(String method, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "%s %s HTTP/1.1\r\nHost: oxt\r\nContent-Length: %d\r\n\r\n"
                        .formatted(method, path, bytes.length);
        ByteBuffer request = ByteBuffer.wrap((head + body).getBytes(StandardCharsets.UTF_8));
        while (request.hasRemaining()) {
            channel.write(request);
        }
        reply.clear();
        int end = -1;
        while (end < 0) {
            more();
            end = text().indexOf("\r\n\r\n");
        }
        String answer = text().substring(0, end);
        int length = length(answer);
        while (reply.position() < end + 4 + length) {
            more();
        }
        String said = new String(reply.array(), end + 4, length, StandardCharsets.UTF_8);
        if (!answer.startsWith("HTTP/1.1 2")) {
            throw new IllegalStateException(method + " " + path + ": " + answer + "\n" + said);
        }
        return said;
    }

    /** The head, which is plain; of a body that came with it only the bytes' number counts. */
    private String text() {
        int head = Math.min(reply.position(), 4096);
        return new String(reply.array(), 0, head, StandardCharsets.ISO_8859_1);
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase().startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.split(":")[1].strip()))
                .findFirst()
                .orElse(0);
    }

    private void more() throws IOException {
        if (channel.read(reply) < 0) {
            throw new IOException("the daemon closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
