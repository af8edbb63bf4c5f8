package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.TaskState;
import oxt.engine.sim.SimEngine;
import oxt.model.DiskName;
import oxt.plan.Held;

/**
 * The daemon is killed when a disk is in the machine and not yet in the document, and the guest
 * does not let go of it.
 */
class KeptDeviceTest {
    private static final String ONE =
            """
            {"name":"one","nics":[],"disks":[{"name":"a","blank":"1MiB"}]}""";
    private static final String MORE =
            """
            {"name":"one","nics":[],"disks":[{"name":"a","blank":"1MiB"},
              {"name":"b","blank":"1MiB"}]}""";
    private static final String KEPT =
            "The change of VM one was not finished: until it is off it keeps disk b";

    @TempDir Path folder = Path.of("");

    @Test
    void a_guest_that_keeps_it_has_it_until_it_is_off_and_explain_shows_it() throws Exception {
        kept(new SimEngine(_ -> SimEngine.Guest.STUBBORN), "running");
    }

    @Test
    void a_guest_that_stands_still_has_it_until_it_is_off_and_explain_shows_it() throws Exception {
        kept(TestDaemon.engine(), "paused");
    }

    private void kept(SimEngine world, String state) throws Exception {
        DyingEngine dying = new DyingEngine(world, DyingEngine.When.AFTER_ITS_EFFECT);
        try (TestDaemon daemon = TestDaemon.begin(folder, dying)) {
            TestClient client = daemon.client();
            assertEquals(TaskState.DONE, client.done("/v1/vms", ONE).state());
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
            if (state.equals("paused")) {
                assertEquals(TaskState.DONE, client.done("/v1/vms/one/pause", "").state());
            }
            // The first step makes the disk, the second plugs it.
            dying.arm(1);
            client.put("/v1/vms/one", MORE);
            TestDaemon.await("the daemon is killed", dying::isDead);
        }
        var id = world.present().getFirst();
        Held file = new Held.DiskFile(new DiskName("b"));
        try (TestDaemon next = TestDaemon.begin(folder, world)) {
            TestClient client = next.client();
            TestDaemon.await("it says what it found", () -> says(client, KEPT));
            assertEquals(Optional.of(state), client.state("one"));
            assertTrue(client.get("/v1/vms/one/explain").body().contains("disks.b"));
            TestDaemon.await("it needs a person", () -> needsPerson(client));
            assertTrue(world.observe(id).holds(file));
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/kill", "").state());
            TestDaemon.await("its file is gone", () -> !holds(world, file));
            TestDaemon.await("it says so", () -> says(client, "it is as its document says"));
            TestDaemon.await("it needs nobody", () -> !needsPerson(client));
            assertFalse(client.get("/v1/vms/one/explain").body().contains("disks.b"));
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
        }
    }

    private static boolean holds(SimEngine world, Held thing) {
        return world.observe(world.present().getFirst()).holds(thing);
    }

    private static boolean needsPerson(TestClient client) {
        return client.get("/v1/vms/one").body().contains("needs a person");
    }

    private static boolean says(TestClient client, String words) {
        return client.get("/v1/audit?after=0").body().contains(words);
    }
}
