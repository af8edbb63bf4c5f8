package oxt.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Passwords, who has one, and where the console may listen. */
class LoginTest {
    private static final String ALICE =
            "{\"name\":\"alice\",\"role\":\"operate\",\"password\":\"correct horse\"}";

    @TempDir Path folder = Path.of("");

    @Test
    void a_person_with_a_password_logs_in_and_may_what_was_given() {
        try (TestConsole console = TestConsole.begin(folder)) {
            assertEquals(200, console.owner("/v1/people", ALICE).status());
            TestConsole.Said said = login(console, "alice", "correct horse");
            assertTrue(said.body().contains("\"person\":\"alice\",\"role\":\"operate\""));
            assertEquals(
                    200, console.get("/session", TestConsole.visitor(said).headers()).status());
        }
    }

    @Test
    void after_a_wrong_password_one_waits_and_nobody_learns_which_names_there_are() {
        try (TestConsole console = TestConsole.begin(folder)) {
            console.owner("/v1/people", ALICE);
            for (String name : List.of("alice", "nobody")) {
                assertEquals(
                        List.of("password-wrong"), login(console, name, "wrong").codes(), name);
                assertEquals(
                        List.of("login-too-soon"),
                        login(console, name, "correct horse").codes(),
                        name);
            }
            console.pass(Duration.ofSeconds(2));
            assertEquals(200, login(console, "alice", "correct horse").status());
        }
    }

    @Test
    void who_is_removed_is_out_at_once() {
        try (TestConsole console = TestConsole.begin(folder)) {
            console.owner("/v1/people", ALICE);
            TestConsole.Visitor alice =
                    TestConsole.visitor(login(console, "alice", "correct horse"));
            assertEquals(200, console.owner("/v1/people/remove", "{\"name\":\"alice\"}").status());
            assertEquals(401, console.get("/session", alice.headers()).status());
            assertEquals(404, console.owner("/v1/people/remove", "{\"name\":\"alice\"}").status());
            assertEquals(403, login(console, "alice", "correct horse").status());
        }
    }

    @Test
    void people_are_kept_without_their_passwords_where_nobody_else_reads_them() throws IOException {
        try (TestConsole console = TestConsole.begin(folder)) {
            console.owner("/v1/people", ALICE);
        }
        Path file = folder.resolve("console/people");
        assertFalse(Files.readString(file).contains("horse"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (TestConsole console = TestConsole.begin(folder)) {
            assertEquals(200, login(console, "alice", "correct horse").status());
        }
        Files.writeString(file, "alice administer 1 00 00\n");
        ProblemException refused =
                assertThrows(ProblemException.class, () -> TestConsole.begin(folder));
        assertEquals("people-not-readable", refused.problems().getFirst().code());
    }

    @Test
    void what_is_no_person_is_refused() {
        try (TestConsole console = TestConsole.begin(folder)) {
            for (String document :
                    List.of(
                            "{\"name\":\"Alice B\",\"role\":\"view\",\"password\":\"long enough\"}",
                            "{\"name\":\"bob\",\"role\":\"root\",\"password\":\"long enough\"}",
                            "{\"name\":\"bob\",\"role\":\"view\",\"password\":\"short\"}",
                            "[]",
                            "{")) {
                assertEquals(400, console.owner("/v1/people", document).status(), document);
            }
        }
    }

    @Test
    void each_wrong_password_makes_the_next_wait_longer_up_to_minutes() {
        Patience patience = new Patience();
        var now = java.time.Instant.EPOCH;
        Duration last = Duration.ZERO;
        for (int times = 0; times < 30; times++) {
            patience.tried("alice", now);
            Duration wait = patience.wait("alice", now).orElseThrow();
            assertTrue(wait.compareTo(last) >= 0);
            last = wait;
        }
        assertEquals(Duration.ofMinutes(5), last);
        assertEquals(Optional.empty(), patience.wait("bob", now));
        patience.right("alice");
        assertEquals(Optional.empty(), patience.wait("alice", now));
    }

    @Test
    void elsewhere_than_at_this_machine_it_listens_with_tls_and_people_only() {
        Settings here = TestConsole.settings(folder);
        Settings there =
                new Settings(
                        "0.0.0.0",
                        here.port(),
                        List.of(),
                        "",
                        "",
                        here.state(),
                        here.run(),
                        here.daemon());
        ProblemException refused =
                assertThrows(
                        ProblemException.class,
                        () -> ConsoleServer.open(there, InstantSource.system()));
        assertEquals(
                List.of("console-without-tls", "console-without-people"),
                refused.problems().stream().map(Problem::code).toList());
    }

    @Test
    void with_a_certificate_it_speaks_tls_and_its_cookie_is_for_tls_only() throws Exception {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        Process made =
                new ProcessBuilder(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=console",
                                "-keyout",
                                key.toString(),
                                "-out",
                                certificate.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertEquals(0, made.waitFor());
        Settings plain = TestConsole.settings(folder);
        Settings settings =
                new Settings(
                        "127.0.0.1",
                        plain.port(),
                        List.of("console.test"),
                        certificate.toString(),
                        key.toString(),
                        plain.state(),
                        plain.run(),
                        plain.daemon());
        try (ConsoleServer console = ConsoleServer.open(settings, InstantSource.system())) {
            assertEquals("https://console.test:" + plain.port(), console.address());
            Process asked =
                    new ProcessBuilder(
                                    "openssl",
                                    "s_client",
                                    "-quiet",
                                    "-connect",
                                    "127.0.0.1:" + plain.port())
                            .redirectErrorStream(true)
                            .start();
            try (var in = asked.getOutputStream()) {
                in.write(
                        ("GET / HTTP/1.1\r\nHost: console.test:"
                                        + plain.port()
                                        + "\r\nConnection: close\r\n\r\n")
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                in.flush();
                String said = new String(asked.getInputStream().readAllBytes());
                assertTrue(said.contains("HTTP/1.1 200"), said);
            }
        }
    }

    @Test
    void every_wrong_word_of_the_command_line_is_named() {
        Settings defaults = TestConsole.settings(folder);
        for (List<String> words :
                List.of(
                        List.of("--port", "70000"),
                        List.of("--address", "example.org"),
                        List.of("--name", "Bad Name"),
                        List.of("--port"),
                        List.of("--colour", "red"))) {
            assertThrows(
                    ProblemException.class,
                    () -> Settings.read(words, defaults).orThrow(),
                    words.toString());
        }
        Settings read =
                Settings.read(List.of("--port", "443", "--name", "a.example"), defaults).orThrow();
        assertEquals(443, read.port());
    }

    private static TestConsole.Said login(TestConsole console, String name, String password) {
        return console.post(
                "/login/password",
                "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}",
                "");
    }
}
