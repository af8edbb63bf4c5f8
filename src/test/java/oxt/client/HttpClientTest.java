package oxt.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.client.ScriptedServer.End;
import oxt.model.ProblemException;

/** What comes back from the socket is a claim. */
class HttpClientTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    @TempDir Path folder = Path.of("");

    private int sockets;

    @Test
    void a_reply_with_a_length_is_read_whole() throws IOException {
        assertEquals("{}", reply(End.STAYS, OK + "Content-Length: 2\r\n\r\n{}").text());
    }

    @Test
    void a_reply_without_a_length_ends_with_the_connection() throws IOException {
        assertEquals("{\"a\":1}", reply(End.CLOSES, OK + "\r\n", "{\"a\":", "1}").text());
    }

    @Test
    void chunks_are_joined_wherever_they_are_cut() throws IOException {
        String whole = CHUNKED + "5\r\nhello\r\nA;x=y\r\n, ten char\r\n0\r\n\r\n";
        for (int cut = 1; cut < whole.length(); cut++) {
            Reply reply = reply(End.STAYS, whole.substring(0, cut), whole.substring(cut));
            assertEquals("hello, ten char", reply.text());
        }
    }

    @Test
    void a_reply_may_have_no_body() throws IOException {
        assertEquals("", reply(End.STAYS, "HTTP/1.1 204 No Content\r\n\r\n").text());
        assertEquals("", reply(End.STAYS, OK + "Content-Length: 0\r\n\r\n").text());
    }

    @Test
    void status_and_media_type_are_told() throws IOException {
        Reply reply =
                reply(
                        End.CLOSES,
                        "HTTP/1.1 404 Not Found\r\ncontent-type: application/json; charset=utf-8"
                                + "\r\nContent-Length: 2\r\n\r\n{}");
        assertEquals(404, reply.status());
        assertEquals("application/json", reply.type());
    }

    @Test
    void what_is_asked_is_written_as_http() throws IOException {
        Path socket = folder.resolve("asked.sock");
        try (ScriptedServer server =
                ScriptedServer.at(socket, End.CLOSES, OK + "Content-Length: 0\r\n\r\n")) {
            Request request =
                    Request.of(Request.Method.PUT, "/v1/vms/work?generation=3")
                            .with(new Request.Body.Json("{\"name\":\"wörk\"}"));
            new HttpClient(socket).send(request);
            assertEquals(
                    List.of(
                            "PUT /v1/vms/work?generation=3 HTTP/1.1\r\nHost: oxt\r\n"
                                    + "Connection: close\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 16\r\n\r\n{\"name\":\"wörk\"}"),
                    server.asked());
        }
    }

    @Test
    void a_reply_that_breaks_off_is_not_taken_for_a_whole_one() {
        List<String> parts =
                List.of(
                        "",
                        "HTTP/1.1 200 OK\r\n",
                        "HTTP/1.1 100 Continue\r\n\r\n",
                        OK + "Content-Length: 9\r\n\r\n{}",
                        CHUNKED + "9\r\n{}",
                        CHUNKED + "2\r\n{}\r\n");
        for (String each : parts) {
            assertEquals("reply-cut-off", problem(End.CLOSES, each), each);
        }
    }

    @Test
    void what_is_no_http_is_refused() {
        List<String> garbage =
                List.of(
                        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                        "HTTP/1.1 OK\r\n\r\n",
                        "HTTP/1.1 200 OK\n\n",
                        OK + "no colon\r\n\r\n",
                        OK + "Content-Length: -1\r\n\r\n",
                        OK + "Content-Length: 99999999999999999999\r\n\r\n",
                        OK + "Transfer-Encoding: gzip\r\n\r\n",
                        CHUNKED + "zz\r\n",
                        CHUNKED + "\r\n\r\n",
                        CHUNKED + "-2\r\n{}\r\n0\r\n\r\n",
                        CHUNKED + "FFFFFFFFFFFFFFFF\r\n",
                        CHUNKED + "2\r\n{}{}\r\n0\r\n\r\n",
                        "x".repeat(ReplyStream.LONGEST_HEAD + 1));
        for (String each : garbage) {
            assertEquals("reply-garbled", problem(End.CLOSES, each), each);
        }
    }

    @Test
    void random_bytes_are_refused_and_never_crash() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder bytes = new StringBuilder(random.nextBoolean() ? OK : "");
            random.ints(random.nextInt(200), 0, 256).forEach(b -> bytes.append((char) b));
            String code = problem(End.CLOSES, bytes.toString());
            assertTrue(
                    code.equals("reply-garbled") || code.equals("reply-cut-off"),
                    "seed " + seed + " gave " + code);
        }
    }

    @Test
    void a_reply_that_never_ends_is_refused_at_its_bound() throws IOException {
        Path socket = folder.resolve("large.sock");
        try (ScriptedServer _ =
                        ScriptedServer.at(
                                socket,
                                End.STAYS,
                                OK + "\r\n",
                                "x".repeat(2000),
                                "x".repeat(2000));
                ReplyStream stream = new HttpClient(socket).open(Request.get("/"))) {
            ProblemException thrown =
                    assertThrows(ProblemException.class, () -> stream.readAll(3000));
            assertEquals("reply-too-large", thrown.problems().getFirst().code());
        }
    }

    @Test
    void a_daemon_that_says_nothing_is_not_waited_for_for_ever() throws IOException {
        Path socket = folder.resolve("slow.sock");
        Request request =
                new Request(
                        Request.Method.GET,
                        "/v1/vms",
                        Optional.empty(),
                        Duration.ofMillis(100),
                        Optional.empty());
        try (ScriptedServer _ = ScriptedServer.at(socket, End.STAYS, "HTTP/1.1 200")) {
            ProblemException thrown =
                    assertThrows(
                            ProblemException.class, () -> new HttpClient(socket).send(request));
            assertEquals("daemon-slow", thrown.problems().getFirst().code());
        }
    }

    @Test
    void a_stream_is_read_as_it_comes() throws IOException {
        Path socket = folder.resolve("stream.sock");
        try (ScriptedServer _ = ScriptedServer.at(socket, End.STAYS, CHUNKED + "3\r\none\r\n");
                ReplyStream stream = new HttpClient(socket).open(Request.get("/"))) {
            byte[] part = new byte[100];
            int count = stream.read(part);
            assertEquals("one", new String(part, 0, count, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void without_a_socket_the_reader_is_told_to_start_the_daemon() {
        Path socket = folder.resolve("none.sock");
        ProblemException thrown =
                assertThrows(
                        ProblemException.class,
                        () -> new HttpClient(socket).send(Request.get("/v1/vms")));
        assertEquals("daemon-not-running", thrown.problems().getFirst().code());
        assertTrue(thrown.problems().getFirst().what().contains(socket.toString()));
    }

    @Test
    void a_socket_that_nobody_listens_at_is_told_from_one_that_is_not_there() throws IOException {
        Path socket = folder.resolve("left.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        ProblemException thrown =
                assertThrows(
                        ProblemException.class,
                        () -> new HttpClient(socket).send(Request.get("/v1/vms")));
        assertEquals("daemon-not-listening", thrown.problems().getFirst().code());
    }

    private Reply reply(End end, String... parts) throws IOException {
        Path socket = folder.resolve("s" + sockets++);
        try (ScriptedServer _ = ScriptedServer.at(socket, end, parts)) {
            return new HttpClient(socket).send(Request.get("/v1/vms"));
        }
    }

    private String problem(End end, String... parts) {
        return assertThrows(ProblemException.class, () -> reply(end, parts))
                .problems()
                .getFirst()
                .code();
    }
}
