package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import oxt.daemon.DaemonProcess;

/** A second daemon on one store, and what dead ones leave in the way of the next. */
@Tag("guest")
@Timeout(300)
class TwoDaemonsGuestTest {
    /** {@code Conflict} of the table of errors. */
    private static final int CONFLICT = 75;

    @Test
    void a_second_daemon_on_the_store_ends_with_a_sentence_and_the_first_is_unharmed()
            throws IOException, InterruptedException {
        try (World world = World.make()) {
            world.ask("/v1/vms/work/start", "");
            for (String run : List.of("run", "another")) {
                DaemonProcess.Ended second =
                        DaemonProcess.runToEnd(
                                QuickDaemon.oxtd(),
                                world.folder().resolve("state"),
                                world.folder().resolve(run));
                assertEquals(CONFLICT, second.exit(), second.said());
                assertTrue(
                        second.said()
                                .contains(
                                        "Process "
                                                + world.daemon().pid()
                                                + " (java) has the store "
                                                + world.folder().resolve("state/oxt.db")
                                                + " open."),
                        second.said());
                assertEquals("running", world.state(World.VM));
            }
            world.ask("/v1/vms/work/kill", "");
            world.ask("/v1/vms/work/start", "");
            world.awaitProper(Set.of("running"));
        }
    }

    @Test
    void what_dead_daemons_and_dead_qemus_leave_is_not_in_the_way()
            throws IOException, InterruptedException {
        try (World world = World.make()) {
            world.ask("/v1/vms/work/start", "");
            Path run = world.folder().resolve("run");
            Path own = run.resolve("vms/" + world.id(World.VM));
            world.replaceDaemon(
                    () -> {
                        assertTrue(Files.exists(run.resolve("api.sock")), "a socket is left");
                        world.end(World.VM);
                        assertTrue(Files.exists(own.resolve("s/qmp.sock")), "and QEMU's");
                        // Half a file, as a power cut or another program leaves it.
                        Files.writeString(own.resolve("launch.json"), "{\"vm\":");
                        Files.writeString(own.resolve("process"), "");
                        Files.createDirectories(run.resolve("vms/lost+found"));
                    });
            world.forget("run/vms/lost+found/");
            world.awaitProper(Set.of("off"));
            world.ask("/v1/vms/work/start", "");
            world.awaitGuest(World.VM);

            // A note of a process of another boot of the machine.
            world.replaceDaemon(
                    () -> {
                        Files.writeString(own.resolve("process"), "1 2 of-no-boot");
                        world.end(World.VM);
                    });
            world.awaitProper(Set.of("off"));
            world.ask("/v1/vms/work/start", "");
            world.awaitProper(Set.of("running"));
        }
    }
}
