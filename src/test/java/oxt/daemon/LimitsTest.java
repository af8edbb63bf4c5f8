package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.daemon.http.Limits;

/** What is over a limit is refused with that limit's name. */
class LimitsTest {
    private static final Limits SMALL =
            new Limits(1000, 2000, 4, 1, 1, 1, 1, Duration.ofSeconds(30));

    @TempDir Path folder = Path.of("");

    @Test
    void a_body_that_is_too_large_is_refused_by_name() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine(), SMALL)) {
            TestClient.Reply reply = daemon.client().post("/v1/vms", "x".repeat(1001));
            assertEquals(409, reply.status());
            assertTrue(reply.body().contains("the limit request-bytes is 1000"), reply.body());
        }
    }

    @Test
    void headers_that_are_too_large_are_refused_by_name() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine(), SMALL)) {
            TestClient.Reply reply = daemon.client().get("/v1/vms?x=" + "y".repeat(3000));
            assertTrue(reply.body().contains("the limit header-bytes is 2000"), reply.body());
        }
    }

    @Test
    void what_is_not_http_is_refused_as_a_problem() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine(), SMALL)) {
            TestClient.Reply reply = daemon.client().raw("HELO me\r\n\r\n");
            assertEquals(List.of("not-http"), reply.codes());
        }
    }

    @Test
    void a_connection_too_many_is_told_so() throws IOException, InterruptedException {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine(), SMALL)) {
            List<SocketChannel> open = new ArrayList<>();
            for (int count = 0; count < 4; count++) {
                open.add(daemon.client().open());
            }
            TestDaemon.await(
                    "the fifth is refused",
                    () ->
                            daemon.client()
                                    .get("/v1/vms")
                                    .body()
                                    .contains("the limit open-connections is 4"));
            for (SocketChannel channel : open) {
                channel.close();
            }
            TestDaemon.await(
                    "there is room again", () -> daemon.client().get("/v1/vms").status() == 200);
        }
    }

    @Test
    void a_watcher_too_many_is_told_so_until_another_leaves()
            throws IOException, InterruptedException {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine(), SMALL)) {
            EventReader first = EventReader.open(daemon.client(), "/v1/events");
            first.awaitHead();
            TestClient.Reply second = daemon.client().get("/v1/events");
            assertTrue(second.body().contains("the limit event-watchers is 1"), second.body());
            first.close();
            TestDaemon.await(
                    "the place is free again",
                    () -> {
                        try (EventReader third = EventReader.open(daemon.client(), "/v1/events")) {
                            return third.awaitHead().contains("200 OK");
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });
        }
    }
}
