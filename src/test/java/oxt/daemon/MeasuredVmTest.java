package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.AuditReply;
import oxt.api.Json;
import oxt.api.MeasurementReply;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.HookedEngine;
import oxt.engine.Parts;
import oxt.engine.sim.SimEngine;
import oxt.model.ImageName;
import oxt.model.Measured;
import oxt.model.MeasuredPart;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.plan.FileStamp;
import oxt.plan.Measurement;
import oxt.plan.Step;

/** Measured VMs at the API, on simulated parts. */
class MeasuredVmTest {
    private static final String ONE =
            "{\"name\":\"one\",\"memory\":\"256MiB\",\"nics\":[],\"disks\":["
                    + "{\"name\":\"tools\",\"image\":\"network\",\"mode\":\"read-only\"},"
                    + "{\"name\":\"data\",\"blank\":\"64MiB\"}]}";

    @TempDir Path folder = Path.of("");

    private final SimEngine engine = TestDaemon.engine();

    @Test
    void what_is_accepted_starts_and_what_is_another_does_not_until_it_is_accepted() {
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE);
            assertFalse(new MeasuredOne(client).measurement().measured());
            new MeasuredOne(client).accept();
            assertTrue(new MeasuredOne(client).measurement().measured());
            assertEquals(List.of("kernel", "initramfs", "disks.tools"), parts(client));
            assertEquals(
                    "disks.data",
                    new MeasuredOne(client).measurement().unmeasured().getFirst().what());
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
            Measured.Against started =
                    new MeasuredOne(client).measurement().running().orElseThrow();
            assertEquals(new MeasuredOne(client).measurement().shown(), started);
            engine.alter(image("minimal"));
            new MeasuredOne(client).accept();
            // What runs is still what it was.
            assertEquals(started, new MeasuredOne(client).measurement().running().orElseThrow());
            assertFalse(new MeasuredOne(client).measurement().shown().equals(started));
            client.done("/v1/vms/one/kill", "");
            assertEquals(Optional.empty(), new MeasuredOne(client).measurement().running());

            engine.alter(image("network"));
            TestClient.Reply refused = client.post("/v1/vms/one/start?wait-millis=9000", "");
            assertEquals(403, refused.status());
            assertEquals(List.of("measured-file-differs"), refused.codes());
            assertTrue(refused.problems().getFirst().what().contains("disk of image network"));
            assertEquals(
                    List.of("measured-file-differs"),
                    client.post("/v1/vms/one/start?plan=only", "").codes());
            assertEquals(Optional.of("off"), client.state("one"));

            new MeasuredOne(client).accept();
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
        }
    }

    @Test
    void the_doctor_names_what_would_not_start_before_anybody_starts_it() {
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE);
            new MeasuredOne(client).accept();
            assertFalse(client.get("/v1/doctor").body().contains("measured VM"));
            engine.alter(image("network"));
            assertTrue(
                    client.get("/v1/doctor").body().contains("The disk tools of measured VM one"));
        }
    }

    @Test
    void to_accept_is_on_record_with_what_was_and_what_is() {
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE);
            new MeasuredOne(client).accept();
            MeasurementReply before = new MeasuredOne(client).measurement();
            engine.alter(image("network"));
            new MeasuredOne(client).accept();
            AuditReply record =
                    AuditReply.LIST.read(client.get("/v1/audit?after=0").json()).orThrow().stream()
                            .filter(entry -> entry.outcome().equals("accepted"))
                            .toList()
                            .getLast();
            assertEquals("accept one", record.what() + " " + record.object());
            assertEquals(
                    "{\"files\":[{\"part\":\"disk tools\",\"before\":\""
                            + before.parts().getLast().found().orElseThrow()
                            + "\",\"now\":\""
                            + new MeasuredOne(client)
                                    .measurement()
                                    .parts()
                                    .getLast()
                                    .found()
                                    .orElseThrow()
                            + "\"}]}",
                    Json.write(record.detail()));
        }
    }

    @Test
    void what_has_changed_since_it_was_shown_is_not_accepted() {
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE);
            String shown = new MeasuredOne(client).shown();
            engine.alter(image("network"));
            assertEquals(
                    List.of("measured-file-differs"),
                    client.post("/v1/vms/one/accept?wait-millis=9000", shown).codes());
            assertEquals(
                    List.of("measured-file-differs"),
                    client.post("/v1/vms/one/accept?plan=only", shown).codes());
            assertFalse(new MeasuredOne(client).measurement().measured());
        }
    }

    @Test
    void one_that_is_to_be_measured_and_of_which_nothing_was_accepted_does_not_start() {
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE.replaceFirst("\\{", "{\"measured\":{},"));
            assertEquals(
                    List.of(
                            "measured-file-not-accepted",
                            "measured-file-not-accepted",
                            "measured-file-not-accepted"),
                    client.post("/v1/vms/one/start?wait-millis=9000", "").codes());
        }
    }

    @Test
    void what_is_touched_between_its_measurement_and_its_use_never_runs() {
        HookedEngine touching =
                new HookedEngine(
                        engine,
                        step -> {
                            if (step instanceof Step.StartDeviceModel) {
                                engine.alter(image("network"));
                            }
                        },
                        HookedEngine.Hook.NOTHING);
        try (TestDaemon daemon = TestDaemon.begin(folder, touching)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE);
            new MeasuredOne(client).accept();
            TaskReply start = client.done("/v1/vms/one/start", "");
            assertEquals(TaskState.ROLLED_BACK, start.state());
            assertEquals("measured-file-touched", start.problems().getFirst().code());
            assertEquals(Optional.of("off"), client.state("one"));
        }
    }

    @Test
    void a_kill_ends_a_long_measurement_and_other_vms_do_not_wait_for_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Engine slow = HookedEngine.measuring(engine, parts -> new EndlessParts(parts, begun));
        try (TestDaemon daemon = TestDaemon.begin(folder, slow)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE.replaceFirst("\\{", "{\"measured\":{},"));
            client.done("/v1/vms", Documents.alone("two"));
            String start = client.post("/v1/vms/one/start", "").task().id();
            begun.await();
            TestDaemon.await(
                    "it says how far it is",
                    () -> client.get("/v1/tasks/" + start).body().contains("1MiB of 4MiB"));
            assertEquals(TaskState.DONE, client.done("/v1/vms/two/start", "").state());
            assertEquals(200, client.get("/v1/vms").status());
            // It did not run yet; its start is over all the same.
            assertEquals(
                    List.of("vm-not-running"),
                    client.post("/v1/vms/one/kill?wait-millis=9000", "").codes());
            assertEquals(TaskState.CANCELLED, client.get("/v1/tasks/" + start).task().state());

            String measure = client.post("/v1/vms/one/measure", "").task().id();
            client.delete("/v1/tasks/" + measure);
            TestDaemon.await(
                    "it has ended",
                    () -> client.get("/v1/tasks/" + measure).task().state().isEnded());
            assertEquals(TaskState.CANCELLED, client.get("/v1/tasks/" + measure).task().state());
        }
    }

    private static List<String> parts(TestClient client) {
        return new MeasuredOne(client)
                .measurement().parts().stream().map(part -> part.part()).toList();
    }

    private static ImageName image(String name) {
        return new ImageName(name);
    }

    /** Reads on until nobody waits any more. */
    private record EndlessParts(Parts parts, CountDownLatch begun) implements Parts {
        @Override
        public SortedMap<MeasuredPart, Measurement> measure(Vm vm, Watch watch)
                throws InterruptedException {
            begun.countDown();
            while (!watch.isOver()) {
                watch.read(new MeasuredPart.Kernel(), 1 << 20, 4 << 20);
                Thread.sleep(1);
            }
            throw new InterruptedException("over");
        }

        @Override
        public List<Problem> flaws() {
            return parts.flaws();
        }

        @Override
        public void confirm(Vm vm, SortedMap<MeasuredPart, FileStamp> stamps)
                throws EngineException, InterruptedException {
            parts.confirm(vm, stamps);
        }
    }
}
