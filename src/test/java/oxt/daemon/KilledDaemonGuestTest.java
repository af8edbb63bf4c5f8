package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.api.TaskState;
import oxt.host.Deadline;
import oxt.host.image.Recipe;

/** Real guests, and a real daemon that is killed with kill -9. */
@Tag("guest")
class KilledDaemonGuestTest {
    private static final String DISK =
            "{\"name\":\"disk\",\"memory\":\"128MiB\",\"display\":\"off\",\"nics\":[],"
                    + "\"disks\":[{\"name\":\"data\",\"blank\":\"16MiB\"},"
                    + "{\"name\":\"fresh\",\"blank\":\"16MiB\",\"mode\":\"fresh\"}]}";

    /** A start takes between half a second and three here, by the load. */
    private static final List<Integer> MOMENTS_MILLIS =
            List.of(50, 150, 250, 400, 600, 800, 1100, 1500, 2100, 3000);

    /** A save takes between 0.2 s and a second here. */
    private static final List<Integer> SAVE_MOMENTS_MILLIS = List.of(30, 80, 150, 250, 400, 1500);

    private final GuestFolder guests;
    private final Path folder;

    KilledDaemonGuestTest() throws IOException, InterruptedException {
        guests = GuestFolder.with(Recipe.MINIMAL);
        folder = guests.path();
    }

    @AfterEach
    void takeAway() {
        guests.close();
    }

    @Test
    void vms_run_on_after_kill_9_and_the_next_daemon_has_them()
            throws IOException, InterruptedException {
        Set<Long> before;
        try (DaemonProcess first = guests.daemon()) {
            TestClient client = first.client();
            assertEquals(TaskState.DONE, client.done("/v1/vms", DISK).state());
            assertEquals(TaskState.DONE, client.done("/v1/vms", small("other")).state());
            assertEquals(TaskState.DONE, client.done("/v1/vms/disk/start", "").state());
            assertEquals(TaskState.DONE, client.done("/v1/vms/other/start", "").state());
            awaitShell(client, "other");
            before = DaemonProcess.machines(folder);
            assertEquals(2, before.size());
            first.kill();
        }
        assertEquals(before, DaemonProcess.machines(folder));
        try (DaemonProcess next = guests.daemon()) {
            TestClient client = next.client();
            // Its first answer already has them.
            assertEquals(Optional.of("running"), client.state("disk"));
            assertEquals(Optional.of("running"), client.state("other"));
            assertEquals(before, DaemonProcess.machines(folder));
            assertTrue(next.log().contains("VM disk is running since before the daemon began."));
            client.post("/v1/vms/other/console", "echo st\"\"ill here\n");
            TestDaemon.await(
                    "the guest still hears",
                    () -> client.get("/v1/vms/other/log").body().contains("still here"));
            assertEquals(TaskState.DONE, client.done("/v1/vms/other/stop", "").state());
            assertEquals(TaskState.DONE, client.done("/v1/vms/disk/kill", "").state());
            assertEquals(Set.of(), DaemonProcess.machines(folder));
        }
    }

    @Test
    void a_start_broken_off_by_kill_9_is_whole_or_nothing()
            throws IOException, InterruptedException {
        try (DaemonProcess first = guests.daemon()) {
            assertEquals(TaskState.DONE, first.client().done("/v1/vms", DISK).state());
        }
        for (int moment : MOMENTS_MILLIS) {
            try (DaemonProcess daemon = guests.daemon()) {
                Thread start =
                        Thread.ofVirtual().start(() -> untilKilled(daemon, "/v1/vms/disk/start"));
                Thread.sleep(moment);
                daemon.kill();
                start.join();
            }
            try (DaemonProcess next = guests.daemon()) {
                TestClient client = next.client();
                TestDaemon.await(
                        "whole or nothing, " + moment + "ms into the start",
                        () -> isWholeOrNothing(client));
                if (client.state("disk").equals(Optional.of("running"))) {
                    assertEquals(TaskState.DONE, client.done("/v1/vms/disk/kill", "").state());
                }
                assertEquals(Set.of(), DaemonProcess.machines(folder), moment + "ms");
                assertEquals(List.of(), guests.entries("run/vms"), moment + "ms");
                assertEquals(List.of(), guests.entries("run/links"), moment + "ms");
            }
        }
    }

    @Test
    void a_save_broken_off_by_kill_9_runs_on_or_is_saved_and_the_guest_remembers()
            throws IOException, InterruptedException {
        try (DaemonProcess first = guests.daemon()) {
            TestClient client = first.client();
            assertEquals(TaskState.DONE, client.done("/v1/vms", small("one")).state());
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
            awaitShell(client, "one");
            client.post("/v1/vms/one/console", "NOTE=remem; echo noted ${NOTE}\n");
            // What a daemon that ends has only just typed may not be read by the guest any more.
            TestDaemon.await(
                    "the guest notes it",
                    () -> client.get("/v1/vms/one/log").body().contains("noted remem"));
        }
        Set<String> ends = new TreeSet<>();
        for (int moment : SAVE_MOMENTS_MILLIS) {
            try (DaemonProcess daemon = guests.daemon()) {
                Thread save =
                        Thread.ofVirtual().start(() -> untilKilled(daemon, "/v1/vms/one/save"));
                Thread.sleep(moment);
                daemon.kill();
                save.join();
            }
            try (DaemonProcess next = guests.daemon()) {
                TestClient client = next.client();
                TestDaemon.await(
                        "running or saved, " + moment + "ms into the save",
                        () -> runsOrIsSaved(client));
                ends.add(client.state("one").orElseThrow());
                if (client.state("one").equals(Optional.of("saved"))) {
                    assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
                }
                client.post("/v1/vms/one/console", "echo ${NOTE}bered " + moment + "\n");
                TestDaemon.await(
                        "the guest remembers",
                        () ->
                                client.get("/v1/vms/one/log")
                                        .body()
                                        .contains("remembered " + moment));
            }
        }
        assertEquals(Set.of("running", "saved"), ends);
    }

    private boolean runsOrIsSaved(TestClient client) {
        boolean idle = client.get("/v1/vms").body().contains("\"activity\":\"\"");
        int machines = DaemonProcess.machines(folder).size();
        Optional<String> state = client.state("one");
        boolean runs = state.equals(Optional.of("running")) && machines == 1 && !hasState();
        boolean isSaved =
                state.equals(Optional.of("saved"))
                        && machines == 0
                        && guests.entries("run/vms").isEmpty();
        return idle && (runs || isSaved);
    }

    private boolean hasState() {
        return guests.entries("state/vms").stream()
                .anyMatch(vm -> Files.exists(vm.resolve("saved")));
    }

    private static void untilKilled(DaemonProcess daemon, String path) {
        try {
            daemon.client().post(path, "");
        } catch (RuntimeException | AssertionError killed) {
            // That is what this test does to it.
        }
    }

    @Test
    void a_daemon_that_is_told_to_end_does_so_within_a_second_and_leaves_its_vms()
            throws IOException, InterruptedException {
        try (DaemonProcess daemon = guests.daemon()) {
            assertEquals(TaskState.DONE, daemon.client().done("/v1/vms", small("one")).state());
            assertEquals(TaskState.DONE, daemon.client().done("/v1/vms/one/start", "").state());
            long millis = daemon.terminate();
            assertEquals(1, DaemonProcess.machines(folder).size());
            // What it promises is a second; a loaded machine is given another.
            assertTrue(millis < 2000, millis + "ms");
        }
    }

    private boolean isWholeOrNothing(TestClient client) {
        boolean idle = client.get("/v1/vms").body().contains("\"activity\":\"\"");
        int machines = DaemonProcess.machines(folder).size();
        boolean whole = client.state("disk").equals(Optional.of("running")) && machines == 1;
        boolean nothing =
                client.state("disk").equals(Optional.of("off"))
                        && machines == 0
                        && guests.entries("run/vms").isEmpty();
        return idle && (whole || nothing);
    }

    private static void awaitShell(TestClient client, String vm) throws InterruptedException {
        // A boot takes 4 s on a machine that does nothing else.
        boolean isUp =
                Deadline.after(Duration.ofMinutes(2))
                        .await(() -> client.get("/v1/vms/" + vm + "/log").body().contains(":~#"));
        assertTrue(isUp, vm + " is up");
    }

    private static String small(String name) {
        return "{\"name\":\"" + name + "\",\"memory\":\"128MiB\",\"display\":\"off\",\"nics\":[]}";
    }
}
