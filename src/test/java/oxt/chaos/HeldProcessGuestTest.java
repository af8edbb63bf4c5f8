package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import oxt.chaos.Gate.Moment;
import oxt.chaos.Gate.When;
import oxt.model.Problem;

/** QEMUs that are held by SIGSTOP: alive, and answering nobody. */
@Tag("guest")
@Timeout(300)
class HeldProcessGuestTest {
    @Test
    void a_held_qemu_is_unreachable_until_it_goes_on_and_nobody_else_waits_for_it()
            throws IOException, InterruptedException {
        try (World world = World.make()) {
            world.ask("/v1/vms", Documents.plain("other"));
            world.ask("/v1/vms/work/start", "");
            world.signal(World.VM, "STOP");
            System.out.println("chaos: QEMU held");
            List<Problem> problems = world.problems("/v1/vms/work/pause");
            assertTrue(problems.toString().contains("did not answer within"), problems.toString());
            assertEquals("unreachable", world.state(World.VM));
            world.ask("/v1/vms/other/start", "");
            world.ask("/v1/vms/other/kill", "");

            // The next daemon finds it as it is, and does not wait for it either.
            world.replaceDaemon();
            assertEquals("unreachable", world.state(World.VM));
            world.signal(World.VM, "CONT");
            world.awaitProper(Set.of("running"));
            world.ask("/v1/vms/work/pause", "");
            world.ask("/v1/vms/work/resume", "");

            world.signal(World.VM, "STOP");
            world.ask("/v1/vms/work/kill", "");
            world.awaitProper(Set.of("off"));
        }
    }

    @Test
    void a_qemu_held_in_the_middle_of_its_start_is_taken_back()
            throws IOException, InterruptedException {
        try (World world = World.make()) {
            world.ask("/v1/vms/work/start", "");
            world.ask("/v1/vms/work/kill", "");
            // Run folder, overlay and link together, device model.
            world.gate().arm(new Moment(3, When.AFTER));
            Thread asked = world.asked(Order.of("start"));
            world.await("it is started", () -> world.gate().waits().isPresent());
            System.out.println("chaos: QEMU held while it starts");
            world.signal(World.VM, "STOP");
            world.gate().open();
            asked.join();
            world.awaitProper(Set.of("off"));
            assertTrue(
                    world.log().contains("start work for root: rolled-back. QEMU of VM work did"),
                    world.log());
            world.ask("/v1/vms/work/start", "");
            world.awaitProper(Set.of("running"));
        }
    }
}
