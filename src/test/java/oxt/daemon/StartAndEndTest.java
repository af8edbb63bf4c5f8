package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.sim.SimEngine;
import oxt.host.tpm.TpmPlace;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.plan.Step;

/** How a daemon begins: its settings, its socket, and the VMs that start with it. */
class StartAndEndTest {
    private static final String AUTO =
            "{\"name\":\"auto\",\"nics\":[],\"autostart\":{\"order\":10}}";

    @TempDir Path folder = Path.of("");

    @Test
    void a_second_daemon_is_refused_in_a_sentence() {
        try (TestDaemon first = TestDaemon.begin(folder, TestDaemon.engine())) {
            ProblemException refused =
                    assertThrows(
                            ProblemException.class,
                            () -> TestDaemon.begin(folder, TestDaemon.engine()));
            assertEquals("store-taken", refused.problems().getFirst().code());
            assertEquals(200, first.client().get("/v1/vms").status());
        }
    }

    @Test
    void vms_that_want_it_start_once_in_each_boot() throws InterruptedException {
        SimEngine engine = TestDaemon.engine();
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            daemon.client().done("/v1/vms", Documents.NET);
            daemon.client().done("/v1/vms", AUTO);
            assertEquals(Optional.of("off"), daemon.client().state("auto"));
        }
        forgetBoot();
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestDaemon.await(
                    "auto runs",
                    () -> daemon.client().state("auto").equals(Optional.of("running")));
            TestDaemon.await("it is noted", () -> Files.exists(marker()));
            assertEquals(Optional.of("running"), daemon.client().state("net"));
            daemon.client().done("/v1/vms/auto/stop", "");
        }
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            // The next daemon of the same boot leaves alone what somebody stopped.
            assertEquals(Optional.of("off"), daemon.client().state("auto"));
            assertEquals(Optional.of("running"), daemon.client().state("net"));
        }
    }

    @Test
    void vms_start_in_their_order() throws InterruptedException, IOException {
        SimEngine engine = TestDaemon.engine();
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            daemon.client().done("/v1/vms", AUTO);
            daemon.client().done("/v1/vms", AUTO.replace("auto\"", "zero\"").replace("10", "1"));
        }
        forgetBoot();
        List<String> started = new java.util.concurrent.CopyOnWriteArrayList<>();
        var watched =
                new oxt.engine.HookedEngine(
                        engine,
                        step -> {
                            if (step instanceof Step.StartDeviceModel(var vm)) {
                                started.add(vm.name().text());
                            }
                        },
                        oxt.engine.HookedEngine.Hook.NOTHING);
        try (TestDaemon _ = TestDaemon.begin(folder, watched)) {
            TestDaemon.await("both are started", () -> started.size() == 2);
            assertEquals(List.of("zero", "auto"), started);
        }
    }

    @Test
    void nobody_but_the_daemons_user_and_group_gets_at_the_socket() throws IOException {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            String permissions =
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(daemon.client().socket()));
            assertTrue(List.of("rw-------", "rw-rw----").contains(permissions), permissions);
        }
    }

    @Test
    void settings_have_defaults_for_root_and_for_others() {
        Settings root = Settings.defaults(Map.of(), 0);
        assertEquals(Path.of("/var/lib/oxt"), root.state());
        assertEquals(Path.of("/run/oxt"), root.run());
        Settings user = Settings.defaults(Map.of("HOME", "/home/ann"), 1000);
        assertEquals(Path.of("/home/ann/.local/state/oxt"), user.state());
        assertEquals(Path.of("/tmp/oxt-1000"), user.run());
        Settings told =
                Settings.defaults(Map.of("OXT_STATE", "/a", "OXT_RUN", "/b", "HOME", "/h"), 1000);
        assertEquals(Path.of("/a"), told.state());
        assertEquals(Path.of("/b"), told.run());
    }

    @Test
    void every_problem_of_a_command_line_is_told_at_once() {
        Settings defaults = Settings.defaults(Map.of(), 0);
        Reading<Settings> reading =
                Settings.read(
                        List.of("--engine", "bochs", "--tpm", "/dev/tpm0", "--loud", "--state"),
                        defaults);
        List<String> codes =
                reading instanceof Reading.Bad<Settings>(var problems)
                        ? problems.stream().map(Problem::code).toList()
                        : List.of();
        assertEquals(
                List.of("no-such-engine", "tpm-not-named", "flag-unknown", "flag-without-value"),
                codes);
        assertEquals(
                new Settings(
                        Path.of("/s"),
                        Path.of("/run/oxt"),
                        Settings.EngineName.SIM,
                        Settings.Boot.OF_KERNEL),
                Settings.read(List.of("--state", "/s", "--engine", "sim"), defaults).orThrow());
    }

    @Test
    void the_tpm_and_where_its_logs_are_can_be_told() {
        Settings defaults = Settings.defaults(Map.of(), 0);
        assertEquals(new TpmPlace.Kernel(0), defaults.boot().tpm());
        Settings told =
                Settings.read(
                                List.of("--tpm", "swtpm:/s/tpm", "--tpm-logs", "/s/../logs"),
                                defaults)
                        .orThrow();
        assertEquals(
                new Settings.Boot(
                        new TpmPlace.Software(Path.of("/s/tpm")), Optional.of(Path.of("/logs"))),
                told.boot());
    }

    private Path marker() {
        return folder.resolve("run/autostarted");
    }

    /** As the host's next boot does. */
    private void forgetBoot() throws InterruptedException {
        TestDaemon.await("the first daemon noted its boot", () -> Files.exists(marker()));
        try {
            Files.delete(marker());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
