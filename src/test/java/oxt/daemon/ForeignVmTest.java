package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.ForeignVm;
import oxt.api.VmList;
import oxt.api.VmState;
import oxt.engine.sim.SimEngine;
import oxt.model.ByteSize;

/** Machines that somebody else made: shown, and never touched. */
class ForeignVmTest {
    private static final ForeignVm STRANGER =
            new ForeignVm("stranger", VmState.RUNNING, ByteSize.mebibytes(256));

    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private TestClient client;

    @BeforeEach
    void begin() {
        daemon = TestDaemon.begin(folder, engine);
        client = daemon.client();
        client.done("/v1/vms", Documents.alone("ours"));
        engine.appear(STRANGER);
        engine.appear(new ForeignVm("A Name of xl's", VmState.PAUSED, ByteSize.mebibytes(64)));
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void a_foreign_vm_is_in_the_list_and_is_none_of_ours() {
        VmList list = VmList.SHAPE.read(client.get("/v1/vms").json()).orThrow();
        assertEquals(1, list.vms().size());
        assertEquals(
                List.of("A Name of xl's", "stranger"),
                list.foreign().stream().map(ForeignVm::name).toList());
    }

    @Test
    void every_command_on_a_foreign_vm_is_refused_with_the_reason() {
        for (String word :
                List.of("start", "stop", "kill", "reboot", "reset", "pause", "resume", "save")) {
            assertRefused(client.post("/v1/vms/stranger/" + word, ""));
            assertRefused(client.post("/v1/vms/stranger/" + word + "?plan=only", ""));
        }
        assertRefused(client.delete("/v1/vms/stranger"));
        assertRefused(client.put("/v1/vms/stranger", Documents.alone("stranger")));
        assertRefused(client.get("/v1/vms/stranger"));
        assertRefused(client.get("/v1/vms/stranger/console"));
        assertRefused(client.post("/v1/vms/stranger/snapshots/s", ""));
        assertEquals(List.of(STRANGER), List.of(engine.foreign().getFirst()));
    }

    @Test
    void no_vm_is_defined_by_a_name_that_is_taken() {
        assertEquals(
                List.of("vm-name-taken"),
                client.post("/v1/vms?wait-millis=9000", Documents.alone("stranger")).codes());
        client.done("/v1/vms/ours/start", "");
        assertEquals(Optional.of("running"), client.state("ours"));
    }

    private static void assertRefused(TestClient.Reply reply) {
        assertEquals(List.of("vm-is-foreign"), reply.codes());
        assertEquals(403, reply.status());
    }
}
