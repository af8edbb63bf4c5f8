package oxt.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.ProblemDocument;
import oxt.api.TaskReply;
import oxt.model.Problem;

/** A client of the API that knows just enough HTTP. */
public record TestClient(Path socket) {

    /** What came back, all of it. */
    public record Reply(int status, String head, String body) {
        public Node json() {
            return Json.read(body, Bounds.REPLY).orThrow();
        }

        public TaskReply task() {
            return TaskReply.SHAPE.read(json()).orThrow();
        }

        public List<Problem> problems() {
            return ProblemDocument.LIST.read(json()).orThrow();
        }

        public List<String> codes() {
            return problems().stream().map(Problem::code).toList();
        }
    }

    public Reply get(String path) {
        return send("GET", path, "");
    }

    public Reply delete(String path) {
        return send("DELETE", path, "");
    }

    public Reply post(String path, String body) {
        return send("POST", path, body);
    }

    public Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    /** The task that a change became, when it has ended. */
    public TaskReply done(String path, String body) {
        String separator = path.contains("?") ? "&" : "?";
        Reply reply = post(path + separator + "wait-millis=20000", body);
        if (reply.status() != 200) {
            throw new AssertionError(path + ": " + reply);
        }
        return reply.task();
    }

    public Reply send(String method, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: oxt\r\nConnection: close\r\nContent-Length: "
                        + bytes.length
                        + "\r\n\r\n";
        return raw(head + body);
    }

    /** Sends a file as the body. */
    public Reply put(String path, byte[] file) {
        return send("PUT", path, file);
    }

    Reply post(String path, byte[] file) {
        return send("POST", path, file);
    }

    Reply send(String method, String path, byte[] file) {
        String head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: oxt\r\nConnection: close\r\nContent-Length: "
                        + file.length
                        + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(file);
        return raw(request.toByteArray());
    }

    public Reply raw(String request) {
        return raw(request.getBytes(StandardCharsets.UTF_8));
    }

    private Reply raw(byte[] request) {
        try (SocketChannel channel = open()) {
            ByteBuffer left = ByteBuffer.wrap(request);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return reply(all.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static Reply reply(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no HTTP reply: " + text);
        }
        String head = text.substring(0, end);
        return new Reply(Integer.parseInt(head.substring(9, 12)), head, text.substring(end + 4));
    }

    /** The state of a VM in the list, or nothing where it is not there. */
    public Optional<String> state(String name) {
        Reply reply = get("/v1/vms/" + name);
        if (reply.status() == 404) {
            return Optional.empty();
        }
        Node.Mapping vm = (Node.Mapping) reply.json();
        Node.Mapping summary = (Node.Mapping) vm.find("summary").orElseThrow();
        return summary.find("state").map(state -> ((Node.Text) state).text());
    }
}
