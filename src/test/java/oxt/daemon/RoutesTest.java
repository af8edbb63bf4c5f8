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
import oxt.api.AuditReply;
import oxt.api.AuditVerdictReply;
import oxt.api.ExplainRow;
import oxt.api.Finding;
import oxt.api.HostReply;
import oxt.api.ImageReply;
import oxt.api.PciReply;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.api.VmList;
import oxt.api.VmReply;
import oxt.engine.sim.SimEngine;
import oxt.host.pci.PciBus;
import oxt.host.pci.PciFunction;

/** Each route, asked rightly and wrongly. */
class RoutesTest {
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
    void every_reply_has_the_shape_that_the_api_publishes() {
        client.done("/v1/vms", Documents.NET);
        client.done("/v1/vms", Documents.WORK);
        client.done("/v1/vms/work/start", "");
        assertEquals(2, VmList.SHAPE.read(client.get("/v1/vms").json()).orThrow().vms().size());
        VmReply work = VmReply.SHAPE.read(client.get("/v1/vms/work").json()).orThrow();
        assertEquals("10.137.0.2", work.nics().getFirst().address());
        List<ExplainRow> rows =
                ExplainRow.LIST.read(client.get("/v1/vms/work/explain").json()).orThrow();
        assertTrue(rows.stream().anyMatch(row -> row.setting().equals("memory")));
        assertEquals("sim", HostReply.SHAPE.read(client.get("/v1/host").json()).orThrow().engine());
        assertTrue(Finding.LIST.read(client.get("/v1/doctor").json()).orThrow().size() > 0);
        assertEquals(
                PciBus.read().stream().map(PciFunction::address).toList(),
                PciReply.LIST.read(client.get("/v1/host/pci").json()).orThrow().stream()
                        .map(PciReply::address)
                        .toList());
        assertEquals(2, ImageReply.LIST.read(client.get("/v1/images").json()).orThrow().size());
        assertTrue(
                AuditReply.LIST.read(client.get("/v1/audit?after=0").json()).orThrow().size() > 3);
        assertTrue(
                AuditVerdictReply.shape().read(client.get("/v1/audit/verify").json()).orThrow()
                        instanceof AuditVerdictReply.Intact);
    }

    @Test
    void what_is_not_there_is_missing_and_says_where_to_look() {
        for (String path :
                List.of(
                        "/v1/vms/nobody",
                        "/v1/vms/nobody/explain",
                        "/v1/vms/nobody/log",
                        "/v1/vms/nobody/screenshot",
                        "/v1/vms/nobody/console",
                        "/v1/vms/NOT-A-NAME")) {
            TestClient.Reply reply = client.get(path);
            assertEquals(404, reply.status(), path);
            assertEquals(List.of("no-such-vm"), reply.codes(), path);
        }
        for (String verb :
                List.of("start", "stop", "kill", "reboot", "reset", "pause", "resume", "console")) {
            assertEquals(404, client.post("/v1/vms/nobody/" + verb, "").status(), verb);
        }
        assertEquals(404, client.delete("/v1/vms/nobody").status());
        assertEquals(404, client.put("/v1/vms/nobody", Documents.NET).status());
        assertEquals(List.of("no-such-task"), client.get("/v1/tasks/none").codes());
        assertEquals(List.of("no-such-task"), client.delete("/v1/tasks/none").codes());
        assertEquals(List.of("no-such-image"), client.post("/v1/images/x/build", "").codes());
        assertEquals(List.of("no-such-image"), client.delete("/v1/images/x").codes());
        assertEquals(List.of("no-such-path"), client.get("/").codes());
        assertEquals(List.of("no-such-path"), client.get("/v1/vms/").codes());
        assertEquals(List.of("no-such-path"), client.get("/v2/vms").codes());
    }

    @Test
    void a_wrong_method_or_parameter_is_named() {
        assertEquals(List.of("method-not-here"), client.delete("/v1/vms").codes());
        assertEquals(400, client.delete("/v1/vms").status());
        assertEquals("Use GET or POST.", client.put("/v1/vms", "").problems().getFirst().remedy());
        assertEquals(List.of("query-unknown"), client.get("/v1/vms?colour=red").codes());
        assertEquals(List.of("query-not-valid"), client.post("/v1/vms?plan=all", "").codes());
        assertEquals(
                List.of("query-twice"),
                client.post("/v1/vms?wait-millis=1&wait-millis=2", "").codes());
        client.done("/v1/vms", Documents.alone("one"));
        assertEquals(
                List.of("query-out-of-range"),
                client.post("/v1/vms/one/start?wait-millis=30001", "").codes());
        assertEquals(
                List.of("query-out-of-range"),
                client.post("/v1/vms/one/stop?patience-seconds=0", "").codes());
        assertEquals(List.of("body-not-wanted"), client.post("/v1/vms/one/start", "{}").codes());
    }

    @Test
    void a_bad_document_is_refused_with_every_problem_and_its_place() {
        TestClient.Reply reply =
                client.post("/v1/vms", "{\"name\":\"Work\",\"memry\":\"1GiB\",\"processors\":0}");
        assertEquals(400, reply.status());
        assertEquals(3, reply.problems().size());
        assertTrue(reply.body().contains("Write memory"));
        assertTrue(reply.body().contains("/processors"));
        assertEquals(List.of("json-syntax"), client.post("/v1/vms", "{").codes());
        assertEquals(Optional.empty(), client.state("work"));
    }

    @Test
    void a_change_made_from_an_older_generation_is_refused() {
        client.done("/v1/vms", Documents.alone("one"));
        String more = "{\"name\":\"one\",\"memory\":\"512MiB\",\"nics\":[]}";
        assertEquals(200, client.put("/v1/vms/one?generation=1&wait-millis=9000", more).status());
        TestClient.Reply stale =
                client.put("/v1/vms/one?generation=1&wait-millis=9000", Documents.alone("one"));
        assertEquals(409, stale.status());
        assertEquals(List.of("vm-changed-meanwhile"), stale.codes());
        assertTrue(client.get("/v1/vms/one").body().contains("\"memory\":\"512MiB\""));
    }

    @Test
    void a_name_is_had_once_and_can_be_changed() {
        client.done("/v1/vms", Documents.alone("one"));
        assertEquals(
                List.of("vm-name-taken"), client.post("/v1/vms", Documents.alone("one")).codes());
        assertEquals(
                List.of("vm-name-taken"),
                client.post("/v1/vms?plan=only", Documents.alone("one")).codes());
        assertEquals(
                200, client.put("/v1/vms/one?wait-millis=9000", Documents.alone("two")).status());
        assertEquals(Optional.empty(), client.state("one"));
        assertEquals(Optional.of("off"), client.state("two"));
        assertEquals(TaskState.DONE, client.done("/v1/vms", Documents.alone("one")).state());
    }

    @Test
    void a_driver_domain_with_clients_keeps_its_name_its_role_and_its_life() {
        client.done("/v1/vms", Documents.NET);
        client.done("/v1/vms", Documents.WORK);
        assertEquals(
                List.of("driver-domain-in-use"), client.put("/v1/vms/net", Documents.NET2).codes());
        assertEquals(
                List.of("driver-domain-in-use"),
                client.put("/v1/vms/net", Documents.alone("net")).codes());
        assertEquals(List.of("driver-domain-in-use"), client.delete("/v1/vms/net").codes());
    }

    @Test
    void power_is_refused_with_the_state_that_forbids_it() {
        client.done("/v1/vms", Documents.alone("one"));
        for (String verb : List.of("stop", "kill", "reboot", "reset", "pause", "resume")) {
            TestClient.Reply reply = client.post("/v1/vms/one/" + verb, "");
            assertEquals(409, reply.status(), verb);
            assertEquals(List.of("vm-not-running"), reply.codes(), verb);
        }
        client.done("/v1/vms/one/start", "");
        assertEquals(List.of("vm-not-paused"), client.post("/v1/vms/one/resume", "").codes());
        client.done("/v1/vms/one/pause", "");
        assertEquals(Optional.of("paused"), client.state("one"));
        assertEquals(List.of("vm-paused"), client.post("/v1/vms/one/stop", "").codes());
        client.done("/v1/vms/one/resume", "");
        client.done("/v1/vms/one/reset", "");
        client.done("/v1/vms/one/reboot", "");
        assertEquals(Optional.of("running"), client.state("one"));
        assertEquals(List.of("vm-not-off"), client.delete("/v1/vms/one").codes());
        client.done("/v1/vms/one/kill", "");
        assertEquals(Optional.of("off"), client.state("one"));
    }

    @Test
    void an_image_that_vms_are_made_of_stays() {
        client.done("/v1/vms", Documents.alone("one"));
        assertEquals(List.of("image-in-use"), client.delete("/v1/images/minimal").codes());
        assertEquals(200, client.delete("/v1/images/network?wait-millis=9000").status());
        TaskReply built = client.done("/v1/images/network/build", "");
        assertEquals(TaskState.DONE, built.state());
        assertEquals(
                List.of("simulating the build"),
                built.work() instanceof TaskReply.Work.Told(var told) ? told : List.of());
    }

    @Test
    void a_vm_that_is_off_has_neither_screen_nor_console() {
        client.done("/v1/vms", Documents.alone("one"));
        assertEquals(List.of("vm-not-running"), client.get("/v1/vms/one/screenshot").codes());
        assertEquals(List.of("vm-not-running"), client.get("/v1/vms/one/console").codes());
        assertEquals(List.of("vm-not-running"), client.post("/v1/vms/one/console", "x").codes());
    }

    @Test
    void what_a_simulated_vm_does_not_have_is_refused_by_name() {
        client.done("/v1/vms", Documents.alone("one"));
        client.done("/v1/vms/one/start", "");
        assertEquals(List.of("vm-is-simulated"), client.get("/v1/vms/one/screenshot").codes());
        assertEquals(List.of("vm-is-simulated"), client.get("/v1/vms/one/console").codes());
        assertEquals(List.of("vm-is-simulated"), client.post("/v1/vms/one/console", "x").codes());
        assertEquals(200, client.get("/v1/vms/one/log").status());
    }

    @Test
    void every_change_and_every_refusal_is_in_the_audit_log_with_its_user() {
        client.done("/v1/vms", Documents.alone("one"));
        client.post("/v1/vms/one/stop?wait-millis=9000", "");
        List<AuditReply> entries =
                AuditReply.LIST.read(client.get("/v1/audit?after=0").json()).orThrow();
        List<String> told =
                entries.stream()
                        .map(entry -> entry.what() + " " + entry.object() + " " + entry.outcome())
                        .toList();
        assertEquals(List.of("create one begun", "create one done", "stop one refused"), told);
        String user = System.getProperty("user.name");
        assertTrue(entries.stream().allMatch(entry -> entry.user().equals(user)));
        assertEquals(
                2, AuditReply.LIST.read(client.get("/v1/audit?after=1").json()).orThrow().size());
    }
}
