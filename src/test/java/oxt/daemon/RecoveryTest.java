package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.TaskState;
import oxt.engine.sim.SimEngine;
import oxt.model.DiskName;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.Run;

/**
 * The daemon is killed at every step of every kind of work, before or after the step's effect; the
 * next one brings the VM to a state that an administrator recognises, and says so.
 */
class RecoveryTest {
    private static final String ONE =
            """
            {"name":"one","nics":[],"disks":[{"name":"a","blank":"1MiB"},
              {"name":"f","blank":"1MiB","mode":"fresh"}]}""";
    private static final String OTHER_DISK =
            """
            {"name":"one","nics":[],"disks":[{"name":"b","blank":"1MiB"}]}""";

    @TempDir Path folder = Path.of("");

    /** Some work, from a VM of this state on. */
    private record Work(String name, String before, int steps, String method, String path) {
        void ask(TestClient client) {
            if (name.equals("import")) {
                client.post(path, VmFiles.one());
                return;
            }
            client.send(method, path, method.equals("PUT") ? OTHER_DISK : body());
        }

        private String body() {
            return name.equals("create") ? ONE : "";
        }
    }

    private static final List<Work> WORKS =
            List.of(
                    new Work("create", "none", 1, "POST", "/v1/vms"),
                    new Work("import", "none", 2, "POST", "/v1/vms/import"),
                    new Work("start", "off", 4, "POST", "/v1/vms/one/start"),
                    new Work("stop", "running", 4, "POST", "/v1/vms/one/stop"),
                    new Work("kill", "running", 3, "POST", "/v1/vms/one/kill"),
                    new Work("reboot", "running", 8, "POST", "/v1/vms/one/reboot"),
                    new Work("pause", "running", 1, "POST", "/v1/vms/one/pause"),
                    new Work("save", "running", 4, "POST", "/v1/vms/one/save"),
                    new Work("continue", "saved", 4, "POST", "/v1/vms/one/start"),
                    new Work("discard", "saved", 2, "POST", "/v1/vms/one/discard"),
                    new Work("snapshot", "running", 3, "POST", "/v1/vms/one/snapshots/s"),
                    new Work("revert", "snapshot", 3, "POST", "/v1/vms/one/snapshots/s/revert"),
                    new Work("forget", "snapshot", 1, "DELETE", "/v1/vms/one/snapshots/s"),
                    new Work("change", "off", 2, "PUT", "/v1/vms/one"),
                    // Makes and plugs one disk, unplugs two, and throws those two away.
                    new Work("plug", "running", 6, "PUT", "/v1/vms/one"),
                    new Work("remove", "off", 1, "DELETE", "/v1/vms/one"));

    @TestFactory
    List<DynamicTest> work_broken_off_at_any_step_is_mended_by_the_next_daemon() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Work work : WORKS) {
            for (int step = 0; step < work.steps(); step++) {
                for (DyingEngine.When when : DyingEngine.When.values()) {
                    int at = step;
                    tests.add(
                            DynamicTest.dynamicTest(
                                    work.name() + " killed at step " + at + " " + when,
                                    () -> mended(work, at, when)));
                }
            }
        }
        return tests;
    }

    private void mended(Work work, int step, DyingEngine.When when) throws InterruptedException {
        Path place = folder.resolve(work.name() + step + when.name().charAt(0));
        SimEngine world = TestDaemon.engine();
        DyingEngine dying = new DyingEngine(world, when);
        try (TestDaemon daemon = TestDaemon.begin(place, dying)) {
            TestClient client = daemon.client();
            if (!work.before().equals("none")) {
                assertEquals(TaskState.DONE, client.done("/v1/vms", ONE).state());
            }
            if (work.before().equals("running") || work.before().equals("saved")) {
                assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
            }
            if (work.before().equals("saved")) {
                assertEquals(TaskState.DONE, client.done("/v1/vms/one/save", "").state());
            }
            if (work.before().equals("snapshot")) {
                assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
                assertEquals(TaskState.DONE, client.done("/v1/vms/one/snapshots/s", "").state());
                assertEquals(TaskState.DONE, client.done("/v1/vms/one/save", "").state());
            }
            dying.arm(step);
            work.ask(client);
            TestDaemon.await("the daemon is killed", dying::isDead);
        }
        try (TestDaemon next = TestDaemon.begin(place, world)) {
            TestClient client = next.client();
            TestDaemon.await(
                    "it says what it found",
                    () -> client.get("/v1/audit?after=0").body().contains("vm-recovered"));
            recognisable(work, client, world);
            usable(client);
        }
    }

    /**
     * Off and tidy, or running or paused with all it needs; nothing of VMs that are not defined.
     */
    private static void recognisable(Work work, TestClient client, SimEngine world)
            throws InterruptedException {
        if (work.before().equals("none") || work.name().equals("remove")) {
            TestDaemon.await("nothing is left", () -> world.present().isEmpty());
            assertEquals(Optional.empty(), client.state("one"));
            return;
        }
        VmId id = world.present().getFirst();
        TestDaemon.await(
                "off and tidy, or saved and tidy, or on",
                () ->
                        switch (world.observe(id).run()) {
                            case Run.Off _ -> world.observe(id).heldForRun().isEmpty();
                            case Run.Saved _ -> !world.observe(id).holds(new Held.RunFolder());
                            case Run.Running _ -> !world.observe(id).isSaved();
                            case Run.Paused _ -> !world.observe(id).isSaved();
                            case Run.Created _, Run.Unreachable _ -> false;
                        });
        Run run = world.observe(id).run();
        assertTrue(
                switch (run) {
                    case Run.Off _, Run.Running _, Run.Paused _, Run.Saved _ -> true;
                    case Run.Created _, Run.Unreachable _ -> false;
                },
                run.word());
        TestDaemon.await(
                "the API says so", () -> client.state("one").equals(Optional.of(run.word())));
        Set<DiskName> files =
                world.observe(id).held(Held.DiskFile.class).stream()
                        .map(Held.DiskFile::disk)
                        .collect(Collectors.toSet());
        String disk = client.get("/v1/vms/one").body().contains("\"name\":\"b\"") ? "b" : "a";
        assertEquals(Set.of(new DiskName(disk)), files);
        run.machine()
                .ifPresent(
                        machine ->
                                assertEquals(
                                        disk.equals("b") ? Set.of("b") : Set.of("a", "f"),
                                        machine.disks().stream()
                                                .map(each -> each.name().text())
                                                .collect(Collectors.toSet())));
    }

    /** Whatever it is now, it can be brought to an end, started, stopped and removed. */
    private static void usable(TestClient client) {
        if (client.state("one").isEmpty()) {
            assertEquals(TaskState.DONE, client.done("/v1/vms", ONE).state());
        }
        if (client.state("one").equals(Optional.of("saved"))) {
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/discard", "").state());
        }
        if (!client.state("one").equals(Optional.of("off"))) {
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/kill", "").state());
        }
        assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
        assertEquals(TaskState.DONE, client.done("/v1/vms/one/stop", "").state());
        assertEquals(200, client.delete("/v1/vms/one?wait-millis=9000").status());
    }
}
