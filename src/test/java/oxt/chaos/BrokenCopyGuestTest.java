package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import oxt.host.Deadline;
import oxt.host.ProcessIdentity;
import oxt.model.Problem;

/** Disks whose making is broken off: qemu-img killed, or the daemon in the middle of it. */
@Tag("guest")
@Timeout(300)
class BrokenCopyGuestTest {
    /** Long enough to be met in the middle. */
    private static final int MEBIBYTES = 400;

    @Test
    void a_disk_whose_making_is_broken_off_leaves_nothing_and_can_be_made_again()
            throws IOException, InterruptedException {
        try (World world = World.empty()) {
            SmallGuest.putDisk(world.folder().resolve("state"), MEBIBYTES);
            List<String> nothing = world.held();

            System.out.println("chaos: qemu-img killed");
            Thread asked = create(world, "qcow2");
            copying(world).destroyForcibly();
            asked.join();
            String sentence = "create large for root: rolled-back. /usr/bin/qemu-img";
            world.await("it is said", () -> world.log().contains(sentence));
            assertEquals(nothing, world.held());

            for (String format : List.of("qcow2", "raw")) {
                System.out.println("chaos: the daemon killed while it makes a disk, " + format);
                asked = create(world, format);
                Optional<ProcessHandle> program =
                        format.equals("qcow2") ? Optional.of(copying(world)) : Optional.empty();
                world.await("half a disk", () -> isGrowing(world));
                world.replaceDaemon();
                asked.join();
                world.await("the journal is done", () -> world.openPlans().isEmpty());
                assertEquals("not there", world.state("large"));
                assertTrue(
                        world.log()
                                .contains(
                                        "The creation of VM large was not finished: it is taken"
                                                + " back."),
                        world.log());
                assertEquals(nothing, world.held());
                boolean goesOn =
                        program.flatMap(process -> ProcessIdentity.of(process.pid())).isPresent();
                assertFalse(goesOn, "qemu-img goes on");
            }

            List<Problem> none = world.problems("/v1/vms", document("qcow2"));
            assertEquals(List.of(), none);
            assertEquals("off", world.state("large"));
        }
    }

    private static Thread create(World world, String format) {
        return world.asked(new Order("POST", "/v1/vms", document(format)));
    }

    private static String document(String format) {
        String disk = "\"disks\":[{\"name\":\"root\",\"image\":\"large\",\"format\":\"%s\"}],";
        return Documents.plain("large").replace("\"nics\"", disk.formatted(format) + "\"nics\"");
    }

    private static boolean isGrowing(World world) {
        try (Stream<Path> files = Files.walk(world.folder().resolve("state/vms"))) {
            return files.anyMatch(
                    file ->
                            file.getFileName().toString().endsWith(".new")
                                    && file.toFile().length() > 1 << 20);
        } catch (IOException | java.io.UncheckedIOException notYet) {
            return false;
        }
    }

    private static ProcessHandle copying(World world) throws InterruptedException {
        return Deadline.after(Duration.ofSeconds(20))
                .await(
                        () ->
                                ProcessHandle.allProcesses()
                                        .filter(process -> isCopying(process, world))
                                        .findFirst())
                .orElseThrow();
    }

    private static boolean isCopying(ProcessHandle process, World world) {
        String line = process.info().commandLine().orElse("");
        return line.startsWith("/usr/bin/qemu-img") && line.contains(world.folder().toString());
    }
}
