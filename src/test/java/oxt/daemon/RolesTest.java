package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.CallerRole;
import oxt.api.Node;

/** What a caller may do is kept by the daemon, at each route. */
class RolesTest {
    @TempDir Path folder = Path.of("");

    private record Operation(String method, String path, CallerRole least) {}

    @Test
    void every_route_is_denied_to_a_role_that_is_too_small_and_open_to_the_least_that_may() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            TestClient client = daemon.client();
            for (Operation operation : operations(client)) {
                for (CallerRole role : CallerRole.values()) {
                    if (operation.path().equals("/v1/events") && role.includes(operation.least())) {
                        continue; // a stream without an end
                    }
                    String reply = as(client, operation, "Oxt-Role: " + role.word()).body();
                    assertEquals(
                            !role.includes(operation.least()),
                            reply.contains("role-too-small"),
                            operation + " as " + role + ": " + reply);
                }
            }
        }
    }

    @Test
    void every_route_refuses_a_role_that_there_is_not() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            TestClient client = daemon.client();
            for (Operation operation : operations(client)) {
                for (String role : List.of("root", "ADMINISTER", "view operate", "")) {
                    TestClient.Reply reply = as(client, operation, "Oxt-Role: " + role);
                    if (!role.isEmpty()) {
                        assertEquals(
                                List.of("role-unknown"), reply.codes(), operation + ": " + role);
                    }
                }
            }
        }
    }

    @Test
    void two_roles_are_the_smaller_one() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            var start = new Operation("POST", "/v1/vms/one/start", CallerRole.OPERATE);
            for (String roles :
                    List.of(
                            "Oxt-Role: view\r\nOxt-Role: administer",
                            "Oxt-Role: administer\r\nOxt-Role: view")) {
                assertEquals(List.of("role-too-small"), as(daemon.client(), start, roles).codes());
            }
        }
    }

    @Test
    void without_a_role_the_callers_own_counts() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            for (Operation operation : operations(daemon.client())) {
                if (!operation.path().equals("/v1/events")) {
                    String reply = as(daemon.client(), operation, "Accept: */*").body();
                    assertFalse(reply.contains("role-too-small"), operation + ": " + reply);
                }
            }
        }
    }

    @Test
    void the_person_behind_a_request_is_in_the_audit_log_also_where_it_was_denied()
            throws InterruptedException {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            TestClient client = daemon.client();
            client.done("/v1/vms", Documents.alone("one"));
            var start = new Operation("POST", "/v1/vms/one/start", CallerRole.OPERATE);
            assertTrue(as(client, start, "Oxt-Role: operate\r\nOxt-Person: alice").status() < 300);
            assertEquals(403, as(client, start, "Oxt-Role: view\r\nOxt-Person: bob").status());
            String user = System.getProperty("user.name");
            TestDaemon.await(
                    "both are on record",
                    () -> {
                        String audit = client.get("/v1/audit?after=0").body();
                        return audit.contains("\"user\":\"" + user + " for alice\"")
                                && audit.contains("\"user\":\"" + user + " for bob\"")
                                && audit.contains("\"outcome\":\"denied\"");
                    });
        }
    }

    @Test
    void a_person_whose_name_could_be_mistaken_is_refused() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            var list = new Operation("GET", "/v1/vms", CallerRole.VIEW);
            for (String name : List.of("Alice", "alice for root", "a,b", "x".repeat(33), "-")) {
                assertEquals(
                        List.of("person-not-valid"),
                        as(daemon.client(), list, "Oxt-Person: " + name).codes(),
                        name);
            }
        }
    }

    @Test
    void what_is_the_hosts_own_is_for_nobody_who_asks_through_a_face() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            String one = "/v1/launch/secrets/disk";
            for (Operation operation :
                    List.of(
                            new Operation("PUT", one, CallerRole.OWN),
                            new Operation("POST", one + "/open", CallerRole.OWN),
                            new Operation("POST", one + "/rehearse", CallerRole.OWN),
                            new Operation("POST", one + "/confirm", CallerRole.OWN),
                            new Operation("POST", one + "/recover", CallerRole.OWN),
                            new Operation("DELETE", one, CallerRole.OWN))) {
                for (String asker :
                        List.of(
                                "Oxt-Person: alice",
                                "Oxt-Person: alice\r\nOxt-Role: own",
                                "Oxt-Role: administer")) {
                    TestClient.Reply reply = as(daemon.client(), operation, asker);
                    assertEquals(
                            List.of("role-too-small"), reply.codes(), operation + ": " + asker);
                    assertEquals(403, reply.status());
                }
            }
        }
    }

    private static TestClient.Reply as(TestClient client, Operation operation, String headers) {
        return client.raw(
                operation.method()
                        + " "
                        + operation.path()
                        + " HTTP/1.1\r\nHost: oxt\r\nConnection: close\r\nContent-Length: 0\r\n"
                        + headers
                        + "\r\n\r\n");
    }

    private static List<Operation> operations(TestClient client) {
        Node.Mapping document = (Node.Mapping) client.get("/v1/openapi.json").json();
        Node.Mapping paths = (Node.Mapping) document.find("paths").orElseThrow();
        List<Operation> operations = new ArrayList<>();
        for (Node.Entry path : paths.entries()) {
            for (Node.Entry method : ((Node.Mapping) path.value()).entries()) {
                Node role = ((Node.Mapping) method.value()).find("x-oxt-role").orElseThrow();
                operations.add(
                        new Operation(
                                method.key().toUpperCase(Locale.ROOT),
                                path.key().replaceAll("[{]\\w+[}]", "nobody"),
                                CallerRole.of(((Node.Text) role).text()).orElseThrow()));
            }
        }
        return operations;
    }
}
