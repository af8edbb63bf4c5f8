package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import oxt.chaos.MonitorProxy.Trap;
import oxt.model.Problem;

/** QEMUs that die in the moment in which they are told something. */
@Tag("guest")
@Timeout(300)
class DyingProcessGuestTest {
    private static final String SNAPSHOT = "/v1/vms/work/snapshots/then";

    @Test
    void a_snapshot_is_gone_whole_when_qemu_dies_while_it_is_taken_out_of_a_disk()
            throws IOException, InterruptedException {
        try (World world = World.make()) {
            world.ask("/v1/vms/work/start", "");
            world.ask(SNAPSHOT, "");
            try (MonitorProxy proxy = proxy(world)) {
                proxy.trap(
                        new Trap(
                                "blockdev-snapshot-delete-internal-sync",
                                () -> world.end(World.VM)));
                world.ask(Order.removal("snapshots/then"));
            }
            world.awaitProper(Set.of("off"));
            assertTrue(world.log().contains("forget work for root: done"), world.log());
        }
    }

    @Test
    void nothing_is_left_of_a_snapshot_when_qemu_dies_while_it_is_taken()
            throws IOException, InterruptedException {
        try (World world = World.make()) {
            world.ask("/v1/vms/work/start", "");
            try (MonitorProxy proxy = proxy(world)) {
                proxy.trap(new Trap("\"transaction\"", () -> world.end(World.VM)));
                List<Problem> problems = world.problems(SNAPSHOT);
                assertEquals(List.of("qemu-gone"), problems.stream().map(Problem::code).toList());
            }
            world.awaitProper(Set.of("off"));
        }
    }

    private static MonitorProxy proxy(World world) throws IOException, InterruptedException {
        Path monitor = world.folder().resolve("run/vms/" + world.id(World.VM) + "/s/qmp.sock");
        MonitorProxy[] proxy = new MonitorProxy[1];
        world.replaceDaemon(() -> proxy[0] = new MonitorProxy(monitor));
        assertEquals("running", world.state(World.VM));
        return proxy[0];
    }
}
