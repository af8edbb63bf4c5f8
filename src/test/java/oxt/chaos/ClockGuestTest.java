package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import oxt.chaos.Gate.Moment;
import oxt.chaos.Gate.When;

/** A host whose clock jumps, by years and in both directions, under the daemon and at its start. */
@Tag("guest")
@Timeout(300)
class ClockGuestTest {
    private static final Pattern ID = Pattern.compile("(?m)^id: (\\d+)$");

    @Test
    void a_clock_that_jumps_delays_nothing_ends_nothing_and_changes_no_order()
            throws IOException, InterruptedException {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "the package faketime is not installed");
        try (World world = World.withClock(library.get())) {
            world.populate();
            for (String jump : List.of("+10y", "-30y")) {
                System.out.println("chaos: the clock jumps to " + jump);
                // In the middle of a start, and of the wait for a guest to shut down.
                during(world, "start", jump);
                world.awaitProper(Set.of("running"));
                world.awaitGuest(World.VM);
                during(world, "stop", "-1h");
                world.awaitProper(Set.of("off"));
            }
            assertTrue(world.client().get("/v1/audit/verify").body().contains("intact"));
            List<Long> ids = new ArrayList<>();
            ID.matcher(world.client().get("/v1/events?follow=no&after=0").body())
                    .results()
                    .forEach(id -> ids.add(Long.valueOf(id.group(1))));
            assertTrue(ids.size() > 20, "events: " + ids.size());
            assertEquals(LongStream.rangeClosed(1, ids.size()).boxed().toList(), ids);

            // A daemon that begins before its VMs did, by its clock, knows their processes again.
            world.ask("/v1/vms/work/start", "");
            long before = world.machine(World.VM).orElseThrow().pid();
            world.replaceDaemon(() -> world.clock("-30y"));
            assertEquals("running", world.state(World.VM));
            assertEquals(before, world.machine(World.VM).orElseThrow().pid());
            world.awaitGuest(World.VM);
            world.ask("/v1/vms/work/stop", "");
            world.awaitProper(Set.of("off"));
        }
    }

    private static void during(World world, String word, String jump)
            throws IOException, InterruptedException {
        world.gate().arm(new Moment(1, When.BEFORE));
        Thread asked = world.asked(Order.of(word));
        world.await(word + " has come to its middle", () -> world.gate().waits().isPresent());
        world.clock(jump);
        world.gate().open();
        asked.join();
    }

    /** The one for programs with many threads; in a folder named by the machine's architecture. */
    private static Optional<Path> library() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }
}
