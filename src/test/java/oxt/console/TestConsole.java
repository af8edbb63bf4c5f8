package oxt.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import oxt.api.Bounds;
import oxt.api.CallerRole;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.ProblemDocument;
import oxt.client.HttpClient;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.daemon.TestDaemon;
import oxt.model.Problem;

/** A console in this process, with a clock that stands until it is moved. */
final class TestConsole implements AutoCloseable {
    private final Settings settings;
    private final ConsoleServer server;
    private final AtomicReference<Instant> now;

    /** Somebody who is logged in. */
    record Visitor(String cookie, String key) {
        String headers() {
            return "Cookie: " + cookie + "\r\nOxt-Key: " + key + "\r\n";
        }
    }

    /** What came back. */
    record Said(int status, String head, String body) {
        List<String> codes() {
            return ProblemDocument.LIST
                    .read(Json.read(body, Bounds.REPLY).orThrow())
                    .orThrow()
                    .stream()
                    .map(Problem::code)
                    .toList();
        }

        Node.Mapping document() {
            return (Node.Mapping) Json.read(body, Bounds.REPLY).orThrow();
        }
    }

    private TestConsole(Settings settings, AtomicReference<Instant> now) {
        this.settings = settings;
        this.now = now;
        InstantSource clock = now::get;
        this.server = ConsoleServer.open(settings, clock);
    }

    /** For the daemon of the same folder. */
    static TestConsole begin(Path folder) {
        return new TestConsole(settings(folder), new AtomicReference<>(Instant.now()));
    }

    static Settings settings(Path folder) {
        return new Settings(
                "127.0.0.1",
                freePort(),
                List.of(),
                "",
                "",
                folder.resolve("console"),
                TestDaemon.run(folder),
                TestDaemon.run(folder).resolve("api.sock"));
    }

    String address() {
        return server.address();
    }

    int port() {
        return settings.port();
    }

    void pass(java.time.Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** A login link, as the command line prints it. */
    String link(CallerRole role) {
        Reply reply = owner("/v1/links", "{\"name\":\"tester\",\"role\":\"" + role.word() + "\"}");
        return ((Node.Text)
                        ((Node.Mapping) Json.read(reply.text(), Bounds.REPLY).orThrow())
                                .find("link")
                                .orElseThrow())
                .text();
    }

    Reply owner(String path, String document) {
        return new HttpClient(settings.socket())
                .send(Request.of(Request.Method.POST, path).with(new Request.Body.Json(document)));
    }

    Visitor visitor(CallerRole role) {
        String link = link(role);
        String secret = link.substring(link.indexOf("#login=") + 7);
        return visitor(post("/login/link", "{\"link\":\"" + secret + "\"}", ""));
    }

    static Visitor visitor(Said said) {
        String cookie = said.head().split("Set-Cookie: ")[1].split(";")[0];
        return new Visitor(cookie, ((Node.Text) said.document().find("key").orElseThrow()).text());
    }

    Said get(String path, String headers) {
        return raw("GET " + path + " HTTP/1.1\r\n" + host() + headers + "\r\n");
    }

    Said post(String path, String document, String headers) {
        return send("POST", path, document, origin() + headers);
    }

    /** With nothing that is not said here, but the length. */
    Said send(String method, String path, String document, String headers) {
        int length = document.getBytes(StandardCharsets.UTF_8).length;
        return raw(
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\n"
                        + host()
                        + "Content-Type: application/json\r\nContent-Length: "
                        + length
                        + "\r\n"
                        + headers
                        + "\r\n"
                        + document);
    }

    String host() {
        return "Host: 127.0.0.1:" + port() + "\r\nConnection: close\r\n";
    }

    String origin() {
        return "Origin: " + address() + "\r\n";
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port());
    }

    Said raw(String request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String text =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            return new Said(
                    Integer.parseInt(text.substring(9, 12)),
                    text.substring(0, end),
                    text.substring(end + 4));
        } catch (IOException e) {
            throw new AssertionError(request, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("no port is free", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
