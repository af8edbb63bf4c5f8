package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.TaskState;
import oxt.engine.sim.SimEngine;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.plan.Carrier;
import oxt.plan.Held;
import oxt.plan.NetworkPlanner.Applied;

/** Driver domains that come and go, and their clients that run on. */
class DriverDomainTest {
    private static final NicName LAN = new NicName("lan");

    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private TestClient client;

    @BeforeEach
    void begin() {
        daemon = TestDaemon.begin(folder, engine);
        client = daemon.client();
        client.done("/v1/vms", Documents.NET);
        client.done("/v1/vms", Documents.WORK);
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void a_client_loses_its_carrier_with_its_driver_domain_and_gets_it_back()
            throws InterruptedException {
        client.done("/v1/vms/work/start", "");
        VmId work = id("work");
        assertEquals(Map.of(LAN, Carrier.UP), engine.carriers(work));
        client.done("/v1/vms/net/kill", "");
        TestDaemon.await(
                "the cable is out", () -> engine.carriers(work).equals(Map.of(LAN, Carrier.DOWN)));
        assertEquals(Optional.of("running"), client.state("work"));
        client.done("/v1/vms/net/start", "");
        TestDaemon.await(
                "the cable is in", () -> engine.carriers(work).equals(Map.of(LAN, Carrier.UP)));
    }

    @Test
    void a_driver_domain_that_dies_by_itself_does_the_same() throws InterruptedException {
        client.done("/v1/vms/work/start", "");
        engine.end(id("net"));
        TestDaemon.await(
                "the cable is out",
                () -> engine.carriers(id("work")).equals(Map.of(LAN, Carrier.DOWN)));
    }

    @Test
    void a_running_client_is_moved_to_another_driver_domain() throws InterruptedException {
        client.done("/v1/vms", Documents.NET2);
        client.done("/v1/vms/net2/start", "");
        client.done("/v1/vms/work/start", "");
        String moved =
                Documents.WORK.replace(
                        "\"memory\"",
                        "\"nics\":[{\"name\":\"lan\",\"backend\":\"net2\"}],\"memory\"");
        assertEquals(
                TaskState.DONE, client.put("/v1/vms/work?wait-millis=9000", moved).task().state());
        List<Held.Link> links = engine.observe(id("work")).held(Held.Link.class);
        assertEquals(
                List.of(id("net2")), links.stream().map(link -> link.slot().backend()).toList());
        assertEquals(Optional.of("running"), client.state("work"));
    }

    @Test
    void a_spare_takes_over_when_a_driver_domain_dies_and_keeps_the_link() throws Exception {
        client.done("/v1/vms", Documents.NET2);
        String spared =
                Documents.WORK.replace(
                        "\"memory\"",
                        "\"nics\":[{\"name\":\"lan\",\"backend\":\"net\",\"spare\":"
                                + "\"net2\"}],\"memory\"");
        assertEquals(
                TaskState.DONE, client.put("/v1/vms/work?wait-millis=9000", spared).task().state());
        client.done("/v1/vms/work/start", "");
        assertEquals(Optional.of("running"), client.state("net2"), "the spare stands by");
        assertEquals(List.of(id("net")), backends());

        engine.end(id("net"));
        TestDaemon.await("the spare has the link", () -> backends().equals(List.of(id("net2"))));
        TestDaemon.await(
                "the spare serves work",
                () -> network("net2") instanceof Applied.Config && explained().contains("net2"));
        assertEquals(Map.of(LAN, Carrier.UP), engine.carriers(id("work")));

        TestDaemon.await(
                "what net's run held is cleared away",
                () -> engine.observe(id("net")).heldForRun().isEmpty());
        client.done("/v1/vms/net/start", "");
        TestDaemon.await("net serves nobody", () -> network("net") instanceof Applied.Config);
        assertEquals(List.of(id("net2")), backends(), "the link stays where it is");

        client.done("/v1/vms/net2/kill", "");
        TestDaemon.await("net has the link again", () -> backends().equals(List.of(id("net"))));
        client.done("/v1/vms/net/kill", "");
        TestDaemon.await(
                "the cable is out",
                () -> engine.carriers(id("work")).equals(Map.of(LAN, Carrier.DOWN)));
        assertEquals(
                List.of("driver-domain-in-use"),
                client.delete("/v1/vms/net2?wait-millis=9000").codes());
    }

    @Test
    void a_spare_that_cannot_start_stands_neither_in_the_way_of_a_start_nor_of_its_plan() {
        client.done(
                "/v1/vms", "{\"name\":\"net2\",\"template\":\"network\",\"memory\":\"8192GiB\"}");
        client.done(
                "/v1/vms",
                "{\"name\":\"b\",\"memory\":\"256MiB\",\"nics\":[{\"name\":\"lan\",\"backend\":\"net\","
                        + "\"spare\":\"net2\"}]}");
        String plan = client.done("/v1/vms/b/start?plan=only", "").toString();
        assertTrue(plan.contains("start net"), plan);
        client.done("/v1/vms/b/start", "");
        assertEquals(Optional.of("off"), client.state("net2"));
        client.done("/v1/vms/b/kill", "");
        client.done("/v1/vms/net/kill", "");
        client.done(
                "/v1/vms",
                "{\"name\":\"c\",\"memory\":\"256MiB\",\"nics\":[{\"name\":\"lan\","
                        + "\"backend\":\"net2\"}]}");
        assertEquals(
                List.of("not-enough-memory"), client.post("/v1/vms/c/start?plan=only", "").codes());
    }

    @Test
    void a_pci_device_is_of_one_vm_at_a_time() {
        String card = ",\"template\":\"network\",\"uplink\":{\"pci\":\"0000:00:03.0\"}}";
        client.done("/v1/vms", "{\"name\":\"a\"" + card);
        client.done("/v1/vms", "{\"name\":\"b\"" + card);
        client.done("/v1/vms/a/start", "");
        client.done("/v1/vms/a/reboot", "");
        TestClient.Reply refused = client.post("/v1/vms/b/start?wait-millis=9000", "");
        assertEquals(List.of("pci-device-taken"), refused.codes());
        client.done("/v1/vms/a/kill", "");
        client.done("/v1/vms/b/start", "");
    }

    @Test
    void a_vm_starts_the_domain_of_its_disk_first_and_needs_it() {
        client.done(
                "/v1/vms", "{\"name\":\"store\",\"template\":\"network\",\"role\":\"storage\"}");
        client.done(
                "/v1/vms",
                "{\"name\":\"client\",\"nics\":[],\"disks\":[{\"name\":\"d\",\"backend\":"
                        + "\"store\",\"device\":\"/dev/xvdb\"}]}");
        client.done("/v1/vms/client/start", "");
        assertEquals(Optional.of("running"), client.state("store"));
        assertEquals(
                List.of("disk-elsewhere"),
                client.post("/v1/vms/client/snapshots/s?wait-millis=9000", "").codes());
        assertEquals(
                List.of("no-such-storage-domain"),
                client.post(
                                "/v1/vms?wait-millis=9000",
                                "{\"name\":\"lost\",\"nics\":[],\"disks\":[{\"name\":\"d\","
                                        + "\"backend\":\"net\",\"device\":\"/dev/xvdb\"}]}")
                        .codes());
    }

    private List<VmId> backends() {
        return engine.observe(id("work")).held(Held.Link.class).stream()
                .map(link -> link.slot().backend())
                .toList();
    }

    @Test
    void a_driver_domain_is_told_whom_it_serves_and_what_they_may() throws InterruptedException {
        client.done("/v1/vms/work/start", "");
        TestDaemon.await(
                "net serves work",
                () ->
                        explained()
                                .contains(
                                        "\"nics.lan.firewall\",\"wanted\":"
                                                + "\"outgoing allow\",\"running\":\"outgoing allow\",\"applies\":\"running\""));
        Applied before = network("net");
        String closed =
                Documents.WORK.replace(
                        "\"memory\"",
                        "\"nics\":[{\"name\":\"lan\",\"backend\":\"net\",\"firewall\":{\"outgoing\":"
                                + "\"refuse\"}}],\"memory\"");
        assertEquals(
                TaskState.DONE, client.put("/v1/vms/work?wait-millis=9000", closed).task().state());
        TestDaemon.await(
                "net follows the new rules",
                () -> !network("net").equals(before) && network("net") instanceof Applied.Config);
    }

    @Test
    void driver_domains_that_need_each_other_are_refused_by_name() {
        client.done("/v1/vms", "{\"name\":\"a\",\"template\":\"network\"}");
        client.done(
                "/v1/vms",
                "{\"name\":\"b\",\"template\":\"network\",\"nics\":[{\"name\":\"lan\",\"backend\":"
                        + "\"a\"}]}");
        assertEquals(
                200,
                client.put(
                                "/v1/vms/a?wait-millis=9000",
                                "{\"name\":\"a\",\"template\":\"network\",\"nics\":[{\"name\":\"lan\","
                                        + "\"backend\":\"b\"}]}")
                        .status());
        TestClient.Reply reply = client.post("/v1/vms/a/start?wait-millis=9000", "");
        assertEquals(List.of("driver-domain-cycle"), reply.codes());
        assertTrue(reply.body().contains("a needs b needs a"), reply.body());
        assertEquals(
                List.of("driver-domain-cycle"),
                client.post("/v1/vms/b/start?plan=only", "").codes());
    }

    private String explained() {
        return client.get("/v1/vms/work/explain").body();
    }

    private Applied network(String name) {
        try {
            return engine.views().network(id(name));
        } catch (oxt.engine.EngineException e) {
            throw new AssertionError(e);
        }
    }

    private VmId id(String name) {
        String body = client.get("/v1/vms/" + name).body();
        int from = body.indexOf("\"id\":\"") + 6;
        return VmId.of(body.substring(from, from + 36));
    }
}
