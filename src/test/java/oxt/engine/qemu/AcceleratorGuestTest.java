package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.files.Programs;
import oxt.engine.files.VmUsers;

/** The smallest guest, on this machine's QEMU. */
@Tag("guest")
class AcceleratorGuestTest {
    @TempDir Path folder;

    @Test
    void a_guest_that_counts_ends_under_translation() throws Exception {
        assertInstanceOf(
                AcceleratorTrial.Result.Works.class,
                AcceleratorTrial.of(qemu(), Accelerator.TCG, 1000, folder));
        assertNothingIsLeft();
    }

    @Test
    void a_guest_that_is_not_done_in_time_is_ended() throws Exception {
        assertInstanceOf(
                AcceleratorTrial.Result.TooSlow.class,
                AcceleratorTrial.of(qemu(), Accelerator.TCG, Integer.MAX_VALUE, folder));
        assertNothingIsLeft();
    }

    @Test
    void the_answer_is_found_once_and_then_remembered() throws Exception {
        Accelerators first = new Accelerators(folder, new VmUsers.Shared());
        AcceleratorChoice choice = first.choose(qemu());
        assertEquals(
                choice.used() == Accelerator.KVM, choice.withoutKvm().isEmpty(), choice::toString);
        Path file = folder.resolve("accelerator.json");
        String written = Files.readString(file);
        assertEquals(choice, new Accelerators(folder, new VmUsers.Shared()).choose(qemu()));
        Files.writeString(file, written.replace("QEMU " + qemu().version(), "QEMU 1.0"));
        assertEquals(
                choice.used(),
                new Accelerators(folder, new VmUsers.Shared()).choose(qemu()).used());
        assertTrue(Files.readString(file).contains(qemu().version()), "it was tried again");
    }

    private static Qemu qemu() throws Exception {
        return Qemu.find(Programs.DEBIAN).orElseThrow();
    }

    private void assertNothingIsLeft() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
