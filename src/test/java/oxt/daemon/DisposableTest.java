package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.TaskState;
import oxt.engine.sim.SimEngine;
import oxt.model.VmId;

/** Disposables on the simulated engine: who sees them, and what can be asked of them. */
class DisposableTest {
    private static final String RUN = "/v1/vms/play/run-disposable";
    private static final Pattern NAME = Pattern.compile("\"(play-d[0-9]{5})\"");

    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private TestClient client;

    @BeforeEach
    void begin() {
        daemon = TestDaemon.begin(folder, engine);
        client = daemon.client();
        client.done("/v1/vms", Documents.NET);
        client.done("/v1/vms", Documents.behind("net", "play"));
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void its_driver_domain_is_started_as_for_any_vm() throws InterruptedException {
        assertEquals(Optional.of("off"), client.state("net"));
        String reply = client.post(RUN, "{\"command\":[\"echo\",\"hello\"]}").body();
        assertTrue(reply.contains("Driver domain net is off: it is started."), reply);
        assertTrue(reply.contains("hello"), reply);
        assertEquals(Optional.of("running"), client.state("net"));
        assertEquals(List.of(id("net")), engine.present());
        String again = client.post(RUN, "{\"command\":[\"true\"]}").body();
        assertTrue(!again.contains("note "), again);
    }

    @Test
    void it_is_listed_as_what_it_is_and_gone_with_its_command() throws Exception {
        try (Waiting waiting = Waiting.begin(client)) {
            assertTrue(list().contains("\"disposable-of\":\"play\""), list());
            String page = client.get("/v1/vms/" + waiting.name).body();
            assertTrue(page.contains("\"disposable-of\":\"play\""), page);
        }
        TestDaemon.await("it is gone", () -> !list().contains("play-d"));
        assertTrue(daemon.log().contains("is off."), daemon.log());
    }

    @Test
    void a_kill_ends_it_and_whoever_waits_for_its_command_is_told() throws Exception {
        try (Waiting waiting = Waiting.begin(client)) {
            String kill = "/v1/vms/" + waiting.name + "/kill";
            String plan = client.post(kill + "?plan=only", "").body();
            assertTrue(plan.contains("stop device model"), plan);
            assertEquals(TaskState.DONE, client.done(kill, "").state());
            assertTrue(!list().contains("play-d"), list());
            assertEquals(List.of(id("net")), engine.present());
            String reply = waiting.reply.get();
            assertTrue(reply.contains("disposable-killed"), reply);
            assertEquals(List.of("no-such-vm"), client.post(kill, "").codes());
        }
    }

    @Test
    void all_else_is_refused_and_the_refusal_says_what_it_is() throws Exception {
        try (Waiting waiting = Waiting.begin(client)) {
            String one = "/v1/vms/" + waiting.name;
            for (String deed : List.of("start", "stop", "pause", "save", "reboot", "discard")) {
                var reply = client.post(one + "/" + deed, "");
                assertEquals(List.of("vm-is-disposable"), reply.codes(), deed);
                assertTrue(reply.body().contains("oxt vm kill " + waiting.name), reply.body());
            }
            assertEquals(List.of("vm-is-disposable"), client.delete(one).codes());
            assertEquals(
                    List.of("vm-is-disposable"),
                    client.put(one, Documents.alone(waiting.name)).codes());
            assertEquals(
                    List.of("vm-is-disposable"),
                    client.post(one + "/run-disposable", "{\"command\":[\"true\"]}").codes());
            // A command in it is one more command in a VM that runs.
            String said = client.post(one + "/run", "{\"command\":[\"echo\",\"here\"]}").body();
            assertTrue(said.contains("here"), said);
        }
    }

    /** A disposable whose command waits for input that nobody sends. */
    private record Waiting(EventReader client, String name, CompletableFuture<String> reply)
            implements AutoCloseable {
        static Waiting begin(TestClient client) throws IOException, InterruptedException {
            // So that what it begins from is there, and no other is listed.
            client.post(RUN, "{\"command\":[\"true\"]}");
            String body = "{\"command\":[\"cat\"],\"input\":\"open\"}";
            EventReader reader = EventReader.post(client, RUN, body);
            TestDaemon.await(
                    "it runs",
                    () -> name(client).flatMap(client::state).equals(Optional.of("running")));
            var reply = CompletableFuture.supplyAsync(() -> rest(reader));
            return new Waiting(reader, name(client).orElseThrow(), reply);
        }

        private static String rest(EventReader reader) {
            try {
                return reader.awaitEnd();
            } catch (IOException e) {
                return "closed";
            }
        }

        private static Optional<String> name(TestClient client) {
            Matcher name = NAME.matcher(client.get("/v1/vms").body());
            return name.find() ? Optional.of(name.group(1)) : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private String list() {
        return client.get("/v1/vms").body();
    }

    private VmId id(String name) {
        String body = client.get("/v1/vms/" + name).body();
        int from = body.indexOf("\"id\":\"") + 6;
        return VmId.of(body.substring(from, from + 36));
    }
}
