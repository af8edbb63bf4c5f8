package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.TaskState;
import oxt.engine.sim.SimEngine;

/** Saved VMs and snapshots, as a client of the API sees them. */
class SavedVmTest {
    private static final String VM =
            "{\"name\":\"one\",\"nics\":[],\"autostart\":{\"order\":10},"
                    + "\"disks\":[{\"name\":\"a\",\"blank\":\"1MiB\"}]}";

    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private TestClient client;

    @BeforeEach
    void begin() {
        daemon = TestDaemon.begin(folder, engine);
        client = daemon.client();
        does("/v1/vms", VM);
        does("/v1/vms/one/start", "");
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void a_vm_is_saved_goes_on_and_is_saved_and_discarded() {
        does("/v1/vms/one/save", "");
        assertEquals(Optional.of("saved"), client.state("one"));
        does("/v1/vms/one/start", "");
        assertEquals(Optional.of("running"), client.state("one"));
        does("/v1/vms/one/save", "");
        does("/v1/vms/one/discard", "");
        assertEquals(Optional.of("off"), client.state("one"));
    }

    @Test
    void a_saved_vm_is_neither_removed_nor_killed_and_says_what_to_do() {
        does("/v1/vms/one/save", "");
        assertEquals(List.of("vm-not-off"), client.delete("/v1/vms/one").codes());
        assertEquals(List.of("vm-saved"), client.post("/v1/vms/one/kill", "").codes());
        assertEquals(List.of("vm-not-running"), client.get("/v1/vms/one/screenshot").codes());
        assertEquals(Optional.of("saved"), client.state("one"));
    }

    @Test
    void a_saved_vm_goes_on_when_the_host_is_started_again() throws Exception {
        does("/v1/vms/one/save", "");
        daemon.close();
        // Another boot: what says that this one's VMs were started is of the one before.
        Files.deleteIfExists(TestDaemon.run(folder).resolve("autostarted"));
        daemon = TestDaemon.begin(folder, engine);
        client = daemon.client();
        TestDaemon.await("it goes on", () -> client.state("one").equals(Optional.of("running")));
    }

    @Test
    void an_image_that_a_saved_vm_was_launched_from_stays() {
        does("/v1/vms/one/save", "");
        String other = VM.replace("\"nics\"", "\"boot\":{\"firmware\":\"bios\"},\"nics\"");
        assertEquals(200, client.put("/v1/vms/one?wait-millis=9000", other).status());
        assertEquals(List.of("image-in-use"), client.delete("/v1/images/minimal").codes());
        does("/v1/vms/one/discard", "");
        assertEquals(200, client.delete("/v1/images/minimal?wait-millis=9000").status());
    }

    @Test
    void a_snapshot_is_taken_listed_gone_back_to_and_removed() {
        does("/v1/vms/one/snapshots/first", "");
        assertEquals(Optional.of("running"), client.state("one"));
        assertTrue(
                client.get("/v1/vms/one/snapshots").body().contains("\"memory\":\"kept\""),
                client.get("/v1/vms/one/snapshots")::body);
        assertEquals(
                List.of("revert-would-end"),
                client.post("/v1/vms/one/snapshots/first/revert", "").codes());
        does("/v1/vms/one/snapshots/first/revert?if-it-runs=kill", "");
        assertEquals(Optional.of("saved"), client.state("one"));
        does("/v1/vms/one/start", "");
        assertEquals(200, client.delete("/v1/vms/one/snapshots/first?wait-millis=9000").status());
        assertEquals(
                List.of("no-such-snapshot"),
                client.post("/v1/vms/one/snapshots/first/revert", "").codes());
    }

    private void does(String path, String body) {
        assertEquals(TaskState.DONE, client.done(path, body).state(), path);
    }
}
