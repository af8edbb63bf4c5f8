package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as they come, and from where a client left off. */
class EventsTest {
    @TempDir Path folder = Path.of("");

    @Test
    void a_watcher_sees_what_happens_and_can_go_on_where_it_was() throws IOException {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            TestClient client = daemon.client();
            try (EventReader reader = EventReader.open(client, "/v1/events")) {
                reader.awaitHead();
                client.done("/v1/vms", Documents.alone("one"));
                assertEquals(
                        List.of("1 task-begun", "2 vm-created", "3 task-ended"), reader.events(3));
            }
            client.done("/v1/vms/one/start", "");
            try (EventReader reader = EventReader.open(client, "/v1/events?after=2")) {
                assertEquals(
                        List.of("3 task-ended", "4 task-begun", "5 task-ended", "6 vm-state"),
                        reader.events(4));
            }
            try (EventReader reader = EventReader.open(client, "/v1/events", "Last-Event-ID: 5")) {
                assertEquals(List.of("6 vm-state"), reader.events(1));
            }
        }
    }

    @Test
    void a_watcher_whose_place_is_not_known_is_told_to_look_anew() throws IOException {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            daemon.client().done("/v1/vms", Documents.alone("one"));
            try (EventReader reader = EventReader.open(daemon.client(), "/v1/events?after=999")) {
                assertEquals(List.of("3 events-lost"), reader.events(1));
            }
            assertEquals(
                    400,
                    daemon.client()
                            .raw(
                                    "GET /v1/events HTTP/1.1\r\nHost: oxt\r\nLast-Event-ID:"
                                            + " x\r\nConnection: close\r\n\r\n")
                            .status());
        }
    }
}
