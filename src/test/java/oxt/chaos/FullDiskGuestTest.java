package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import oxt.model.Problem;

/** Disks without a free byte under the store and the VMs' files, and under what runs. */
@Tag("guest")
@Timeout(300)
class FullDiskGuestTest {
    /** Bytes: enough for the journal alone, for an overlay too, for the beginning of a save. */
    private static final List<Integer> SPARE = List.of(64 << 10, 200 << 10, 300 << 10, 600 << 10);

    private static final Set<String> RECOGNISABLE = Set.of("off", "running", "saved");

    @Test
    void a_full_disk_under_the_state_is_named_and_breaks_nothing_and_space_makes_all_well()
            throws IOException, InterruptedException {
        try (World world =
                World.empty(folder -> List.of(SmallDisk.ext4(folder.resolve("state"), 100)))) {
            world.ask("/v1/vms", Documents.plain("runs"));
            world.ask("/v1/vms/runs/start", "");
            world.populate();
            world.disk().fill();

            System.out.println("chaos: a full disk: start");
            expect(world, "start", world.problems("/v1/vms/work/start"));
            assertEquals("off", world.awaitProper(RECOGNISABLE));
            System.out.println("chaos: a full disk: create");
            expect(world, "create", world.problems("/v1/vms", Documents.vm("other")));
            assertEquals("not there", world.state("other"));
            System.out.println("chaos: a full disk: change");
            String more = Documents.plain("runs").replace("\"nics\"", DISK + "\"nics\"");
            expect(world, "change", world.change("runs", more));
            System.out.println("chaos: a full disk: save");
            expect(world, "save", world.problems("/v1/vms/runs/save"));
            world.await("it runs on", () -> world.state("runs").equals("running"));

            // To end a VM needs no space; it is what makes some.
            assertEquals(List.of(), world.problems("/v1/vms/runs/kill"));
            assertEquals("off", world.state("runs"));

            // Now the space ends at other places of the same work.
            world.disk().free();
            world.learn();
            for (int spare : SPARE) {
                System.out.println("chaos: a full disk but for " + spare + " bytes");
                world.disk().free();
                world.ask("/v1/vms/work/start", "");
                world.awaitGuest(World.VM);
                world.disk().fillUpTo(spare);
                expectOrDone(world, "save", world.problems("/v1/vms/work/save"));
                expectOrDone(world, "change", world.change("runs", more));
                world.disk().free();
                assertEquals(List.of(), world.change("runs", Documents.plain("runs")));
                world.awaitProper(Set.of("running", "saved"));
                world.ask("/v1/vms/work/" + (world.isSaved() ? "discard" : "kill"), "");
                world.disk().fillUpTo(spare);
                expectOrDone(world, "start", world.problems("/v1/vms/work/start"));
                world.disk().free();
                if (world.awaitProper(Set.of("running", "off")).equals("running")) {
                    assertEquals(List.of(), world.problems("/v1/vms/work/kill"));
                }
            }

            System.out.println("chaos: space again");
            world.disk().free();
            assertEquals(List.of(), world.change("runs", more));
            world.ask("/v1/vms", Documents.vm("other"));
            world.learn();
            assertTrue(world.client().get("/v1/audit/verify").body().contains("intact"));
            assertEquals(List.of(), world.openPlans());
        }
    }

    @Test
    void a_full_run_folder_is_named_and_breaks_nothing_and_space_makes_all_well()
            throws IOException, InterruptedException {
        try (World world =
                World.empty(folder -> List.of(SmallDisk.memory(folder.resolve("run"), 2)))) {
            world.populate();
            world.disk().fill();
            expect(world, "start", world.problems("/v1/vms/work/start"));
            assertEquals("off", world.awaitProper(RECOGNISABLE));
            world.disk().free();
            world.ask("/v1/vms/work/start", "");
            world.awaitGuest(World.VM);
            world.disk().fill();
            world.ask("/v1/vms/work/stop", "");
            assertEquals("off", world.awaitProper(RECOGNISABLE));
            world.disk().free();
            world.ask("/v1/vms/work/start", "");
        }
    }

    private static final String DISK =
            "\"disks\":[{\"name\":\"more\",\"blank\":\"8MiB\",\"format\":\"qcow2\"}],";

    private static void expectOrDone(World world, String what, List<Problem> problems) {
        if (!problems.isEmpty()) {
            expect(world, what, problems);
        }
    }

    /** It did not happen, and why is said. */
    private static void expect(World world, String what, List<Problem> problems) {
        assertFalse(problems.isEmpty(), what + " was done on a full disk\n" + world.log());
        String said = problems.toString();
        assertTrue(
                said.matches("(?s).*(disk.*full|[Nn]o space left|does not fit on the disk).*"),
                what + " does not say what is wrong: " + said);
    }
}
