package oxt.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.CallerRole;
import oxt.api.Node;
import oxt.daemon.TestDaemon;
import oxt.daemon.WebSocketBytes;

/** Who comes in at the console's door, and what for. */
class DoorTest {
    private static final String VM = "{\"name\":\"one\",\"nics\":[]}";

    @TempDir Path folder = Path.of("");
    private TestDaemon daemon;
    private TestConsole console;

    @BeforeEach
    void begin() {
        daemon = TestDaemon.begin(folder, TestDaemon.engine());
        console = TestConsole.begin(folder);
    }

    @AfterEach
    void end() {
        console.close();
        daemon.close();
    }

    @Test
    void nothing_but_the_pages_files_is_for_strangers() {
        for (String path :
                List.of("/session", "/events", "/api/v1/vms", "/api/v1/openapi.json", "/other")) {
            TestConsole.Said said = console.get(path, "");
            assertEquals(401, said.status(), path);
            assertEquals(List.of("not-logged-in"), said.codes(), path);
        }
        assertEquals(401, console.post("/api/v1/vms", VM, "").status());
        assertEquals(401, console.post("/logout", "", "").status());
        assertEquals(200, console.get("/", "").status());
    }

    @Test
    void every_answer_forbids_what_a_page_of_ours_never_does() {
        for (String path : List.of("/", "/main.js", "/api/v1/vms", "/nothing")) {
            String head = console.get(path, "").head();
            assertTrue(head.contains("Content-Security-Policy: default-src 'none'"), path);
            assertTrue(head.contains("frame-ancestors 'none'"), path);
            assertTrue(head.contains("X-Content-Type-Options: nosniff"), path);
            assertFalse(head.contains("unsafe-"), path);
        }
    }

    @Test
    void a_cookie_without_its_key_opens_nothing_and_a_key_without_its_cookie_neither() {
        TestConsole.Visitor visitor = console.visitor(CallerRole.ADMINISTER);
        TestConsole.Visitor other = console.visitor(CallerRole.ADMINISTER);
        assertEquals(200, console.get("/api/v1/vms", visitor.headers()).status());
        for (String headers :
                List.of(
                        "Cookie: " + visitor.cookie() + "\r\n",
                        "Oxt-Key: " + visitor.key() + "\r\n",
                        "Cookie: " + visitor.cookie() + "\r\nOxt-Key: " + other.key() + "\r\n")) {
            assertEquals(401, console.get("/api/v1/vms", headers).status(), headers);
        }
    }

    @Test
    void the_cookie_is_for_no_script_and_no_other_site() {
        String link = console.link(CallerRole.VIEW);
        String secret = link.substring(link.indexOf('=') + 1);
        String head = console.post("/login/link", "{\"link\":\"" + secret + "\"}", "").head();
        assertTrue(head.contains("; HttpOnly; SameSite=Strict"), head);
    }

    @Test
    void a_link_logs_in_once_and_not_for_long() {
        String link = console.link(CallerRole.VIEW);
        String document = "{\"link\":\"" + link.substring(link.indexOf('=') + 1) + "\"}";
        assertEquals(200, console.post("/login/link", document, "").status());
        assertEquals(List.of("link-not-valid"), console.post("/login/link", document, "").codes());
        String old = console.link(CallerRole.VIEW);
        console.pass(Links.LIFE);
        assertEquals(
                List.of("link-not-valid"),
                console.post(
                                "/login/link",
                                "{\"link\":\"" + old.substring(old.indexOf('=') + 1) + "\"}",
                                "")
                        .codes());
    }

    @Test
    void a_session_ends_when_it_is_not_used_and_in_any_case_some_time() {
        TestConsole.Visitor idle = console.visitor(CallerRole.VIEW);
        console.pass(Sessions.IDLE);
        assertEquals(401, console.get("/session", idle.headers()).status());
        TestConsole.Visitor busy = console.visitor(CallerRole.VIEW);
        for (int used = 0; used < 24; used++) {
            assertEquals(200, console.get("/session", busy.headers()).status());
            console.pass(Duration.ofMinutes(29));
        }
        console.pass(Duration.ofMinutes(24));
        assertEquals(401, console.get("/session", busy.headers()).status());
    }

    @Test
    void who_logs_out_is_out() {
        TestConsole.Visitor visitor = console.visitor(CallerRole.VIEW);
        assertEquals(204, console.post("/logout", "", visitor.headers()).status());
        assertEquals(401, console.get("/session", visitor.headers()).status());
    }

    @Test
    void what_another_sites_page_sends_does_nothing() {
        TestConsole.Visitor visitor = console.visitor(CallerRole.ADMINISTER);
        for (String foreign :
                List.of(
                        "",
                        "Origin: https://evil.example\r\n",
                        "Origin: null\r\n",
                        "Origin: http://127.0.0.1:1\r\n",
                        console.origin() + "Sec-Fetch-Site: cross-site\r\n",
                        console.origin() + "Sec-Fetch-Site: same-site\r\n",
                        console.origin() + "Origin: https://evil.example\r\n")) {
            TestConsole.Said said =
                    console.send("POST", "/api/v1/vms", VM, visitor.headers() + foreign);
            assertEquals(List.of("origin-not-ours"), said.codes(), foreign);
        }
        assertTrue(console.get("/api/v1/vms", visitor.headers()).body().contains("\"vms\":[]"));
        assertTrue(console.post("/api/v1/vms", VM, visitor.headers()).status() < 300);
    }

    @Test
    void a_name_that_somebody_else_points_here_is_not_served() {
        for (String host : List.of("evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil")) {
            TestConsole.Said said =
                    console.raw(
                            "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertEquals(421, said.status(), host);
        }
        int port = console.port();
        assertEquals(
                200,
                console.raw(
                                "GET / HTTP/1.1\r\nHost: localhost:"
                                        + port
                                        + "\r\nConnection: close\r\n\r\n")
                        .status());
    }

    @Test
    void no_path_leads_out_of_the_pages_or_the_api() {
        TestConsole.Visitor visitor = console.visitor(CallerRole.ADMINISTER);
        for (String path :
                List.of(
                        "/../../etc/passwd",
                        "/%2e%2e/%2e%2e/etc/passwd",
                        "/..%2fpackage-info.class",
                        "/main.js/../files",
                        "//etc/passwd",
                        "/api/v1/../../etc",
                        "/api/v1/vms/..",
                        "/api/v1/vms/%2e%2e",
                        "/api/v1//vms",
                        "/api/v2/vms",
                        "/api/v1/vms/a%0d%0aX",
                        "/api/v1/vms;x",
                        "/api//v1/vms",
                        "/api/v1/vms/one/export",
                        "/api/v1/events")) {
            TestConsole.Said said = console.get(path, visitor.headers());
            assertTrue(said.status() == 404 || said.status() == 400, path + ": " + said);
            assertFalse(said.body().contains("root:"), path);
        }
    }

    @Test
    void what_is_too_large_is_refused() {
        TestConsole.Visitor visitor = console.visitor(CallerRole.ADMINISTER);
        String large = "{\"name\":\"" + "x".repeat(1 << 20) + "\"}";
        assertEquals(
                List.of("over-limit"),
                console.post("/api/v1/vms", large, visitor.headers()).codes());
        assertEquals(431, console.get("/", "X-Large: " + "x".repeat(16 << 10) + "\r\n").status());
        assertEquals(
                List.of("media-type-unknown"),
                console.raw(
                                "POST /api/v1/vms HTTP/1.1\r\n"
                                        + console.host()
                                        + console.origin()
                                        + visitor.headers()
                                        + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")
                        .codes());
    }

    @Test
    void the_daemon_holds_each_person_to_their_role_and_writes_down_who_it_was() {
        TestConsole.Visitor viewer = console.visitor(CallerRole.VIEW);
        TestConsole.Visitor operator = console.visitor(CallerRole.OPERATE);
        TestConsole.Visitor administrator = console.visitor(CallerRole.ADMINISTER);
        assertEquals(
                List.of("role-too-small"),
                console.post("/api/v1/vms", VM, operator.headers()).codes());
        String waiting = "?wait-millis=9000";
        assertEquals(
                200, console.post("/api/v1/vms" + waiting, VM, administrator.headers()).status());
        String start = "/api/v1/vms/one/start" + waiting;
        assertEquals(List.of("role-too-small"), console.post(start, "", viewer.headers()).codes());
        assertEquals(200, console.post(start, "", operator.headers()).status());
        String more = viewer.headers() + "Oxt-Role: administer\r\nOxt-Person: root\r\n";
        assertEquals(403, console.post("/api/v1/vms/one/kill", "", more).status());
        assertTrue(
                console.get("/api/v1/audit?after=0", viewer.headers())
                        .body()
                        .contains(" for tester\""));
    }

    @Test
    void without_the_daemon_the_console_says_so_and_goes_on_when_it_is_back() {
        TestConsole.Visitor visitor = console.visitor(CallerRole.VIEW);
        daemon.close();
        TestConsole.Said said = console.get("/api/v1/vms", visitor.headers());
        assertEquals(502, said.status());
        daemon = TestDaemon.begin(folder, TestDaemon.engine());
        assertEquals(200, console.get("/api/v1/vms", visitor.headers()).status());
    }

    @Test
    void two_hundred_who_never_read_do_not_keep_the_next_one_waiting() throws IOException {
        TestConsole.Visitor visitor = console.visitor(CallerRole.VIEW);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int number = 0; number < 200; number++) {
                Socket socket = console.connect();
                slow.add(socket);
                String path = number % 2 == 0 ? "/events" : "/main.js";
                String asked =
                        "GET "
                                + path
                                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                + console.port()
                                + "\r\n"
                                + visitor.headers()
                                + "\r\n";
                // Many at once, so that what comes back fills every buffer.
                String sent = path.equals("/events") ? asked : asked.repeat(40);
                socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals(200, console.get("/api/v1/vms", visitor.headers()).status());
            assertEquals(200, console.get("/main.js", "").status());
            assertEquals(200, console.visitor(CallerRole.VIEW).key().isEmpty() ? 0 : 200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void a_screen_is_for_the_page_that_asked_for_it_and_only_once() throws IOException {
        TestConsole.Visitor visitor = console.visitor(CallerRole.ADMINISTER);
        TestConsole.Visitor other = console.visitor(CallerRole.ADMINISTER);
        String wait = "?wait-millis=20000";
        console.post("/api/v1/vms" + wait, "{\"name\":\"one\",\"nics\":[]}", visitor.headers());
        assertEquals(
                List.of("vm-not-running"),
                console.post("/screens", "{\"vm\":\"one\"}", visitor.headers()).codes());
        console.post("/api/v1/vms/one/start" + wait, "", visitor.headers());
        assertEquals(401, console.post("/screens", "{\"vm\":\"one\"}", "").status());
        assertEquals(
                List.of("no-such-vm"),
                console.post("/screens", "{\"vm\":\"../one\"}", visitor.headers()).codes());
        assertEquals(401, screen("nothing", visitor, console.origin()));
        assertEquals(401, screen(ticket(visitor), other, console.origin()));
        assertEquals(401, screen(ticket(visitor), visitor, ""));
        assertEquals(403, screen(ticket(visitor), visitor, "Origin: https://evil.example\r\n"));
        String ticket = ticket(visitor);
        assertEquals(101, screen(ticket, visitor, console.origin()));
        assertEquals(401, screen(ticket, visitor, console.origin()));
    }

    @Test
    void a_frame_that_is_too_large_ends_the_screen_and_its_connection() throws IOException {
        TestConsole.Visitor visitor = console.visitor(CallerRole.ADMINISTER);
        String wait = "?wait-millis=20000";
        console.post("/api/v1/vms" + wait, VM, visitor.headers());
        console.post("/api/v1/vms/one/start" + wait, "", visitor.headers());
        try (Socket socket = upgraded(ticket(visitor), visitor, console.origin())) {
            assertEquals(101, WebSocketBytes.status(socket.getInputStream()));
            socket.getOutputStream().write(WebSocketBytes.begun((64 << 10) + 1));
            assertEquals(1009, WebSocketBytes.closed(socket.getInputStream()));
        }
    }

    private String ticket(TestConsole.Visitor visitor) {
        TestConsole.Said said = console.post("/screens", "{\"vm\":\"one\"}", visitor.headers());
        return ((Node.Text) said.document().find("ticket").orElseThrow()).text();
    }

    /** What a WebSocket is answered; one that is made is closed. */
    private int screen(String ticket, TestConsole.Visitor visitor, String origin)
            throws IOException {
        try (Socket socket = upgraded(ticket, visitor, origin)) {
            return WebSocketBytes.status(socket.getInputStream());
        }
    }

    private Socket upgraded(String ticket, TestConsole.Visitor visitor, String origin)
            throws IOException {
        Socket socket = console.connect();
        String asked =
                "GET /screens/"
                        + ticket
                        + " HTTP/1.1\r\nHost: 127.0.0.1:"
                        + console.port()
                        + "\r\n"
                        + WebSocketBytes.HEADERS
                        + "Cookie: "
                        + visitor.cookie()
                        + "\r\n"
                        + origin
                        + "\r\n";
        socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
