package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.Action;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.engine.sim.SimEngine;
import oxt.model.VmId;
import oxt.plan.Run;

/** VMs from their creation to their removal, as a client of the API sees them. */
class VmLifeTest {
    private static final String NET = "{\"name\":\"net\",\"template\":\"network\"}";
    private static final String WORK =
            "{\"name\":\"work\",\"disks\":[{\"name\":\"data\",\"blank\":\"64MiB\"}]}";
    private static final String ALONE = "{\"name\":\"alone\",\"nics\":[]}";

    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private TestClient client;

    @BeforeEach
    void begin() {
        daemon = TestDaemon.begin(folder, engine);
        client = daemon.client();
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void a_vm_is_created_started_stopped_and_removed() {
        assertEquals(TaskState.DONE, client.done("/v1/vms", ALONE).state());
        assertEquals(Optional.of("off"), client.state("alone"));
        assertEquals(TaskState.DONE, client.done("/v1/vms/alone/start", "").state());
        assertEquals(Optional.of("running"), client.state("alone"));
        assertEquals(TaskState.DONE, client.done("/v1/vms/alone/stop", "").state());
        assertEquals(Optional.of("off"), client.state("alone"));
        assertEquals(200, client.delete("/v1/vms/alone?wait-millis=20000").status());
        assertEquals(Optional.empty(), client.state("alone"));
        assertEquals(List.of(), engine.present());
    }

    @Test
    void a_start_first_starts_the_driver_domain() {
        client.done("/v1/vms", NET);
        client.done("/v1/vms", WORK);
        TaskReply start = client.done("/v1/vms/work/start", "");
        assertEquals(TaskState.DONE, start.state());
        assertEquals(
                List.of("net"), start.before().stream().map(TaskReply.Before::object).toList());
        assertEquals(Action.START, start.before().getFirst().action());
        assertEquals(Optional.of("running"), client.state("net"));
    }

    @Test
    void a_plan_that_is_only_asked_for_does_nothing() {
        client.done("/v1/vms", NET);
        client.done("/v1/vms", WORK);
        TaskReply planned = client.done("/v1/vms/work/start?plan=only", "");
        assertEquals(TaskState.PLANNED, planned.state());
        assertTrue(planned.text().startsWith("start work after what it needs\n  start net\n"));
        assertEquals(Optional.of("off"), client.state("work"));
        assertEquals(Optional.of("off"), client.state("net"));
    }

    @Test
    void a_guest_that_shuts_down_by_itself_is_tidied() throws InterruptedException {
        client.done("/v1/vms", ALONE);
        client.done("/v1/vms/alone/start", "");
        VmId id = engine.present().getFirst();
        engine.end(id);
        TestDaemon.await(
                "alone is off and holds nothing of its run",
                () ->
                        engine.observe(id).run() instanceof Run.Off
                                && engine.observe(id).heldForRun().isEmpty()
                                && client.state("alone").equals(Optional.of("off")));
    }

    @Test
    void a_refusal_names_every_reason_and_changes_nothing() {
        var reply = client.post("/v1/vms?wait-millis=5000", WORK);
        assertEquals(404, reply.status());
        assertEquals(List.of("no-such-driver-domain"), reply.codes());
        assertEquals(Optional.empty(), client.state("work"));
        assertEquals(List.of(), engine.present());
    }
}
