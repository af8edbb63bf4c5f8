package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.Digest;

/** The image minimal, built here and started in every way in which a VM can be. */
@Tag("guest")
class MinimalImageGuestTest {
    /** Below target, so that packages are fetched once and not at each run. */
    static final Path STATE = Path.of("target", "guest-images").toAbsolutePath();

    private static final Path OVMF = Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd");
    private static final Path OVMF_VARIABLES = Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd");

    private static GuestImage image;

    @TempDir Path folder;

    @BeforeAll
    static void build() throws InterruptedException {
        image = new ImageBuilder(STATE).build(Recipe.MINIMAL, BuildProgress.UNSEEN);
    }

    @Test
    void the_same_packages_give_the_same_digest_again() throws InterruptedException {
        Digest first = image.manifest().digest();
        var builder = new ImageBuilder(STATE);
        GuestImage again = builder.build(Recipe.MINIMAL, BuildProgress.UNSEEN);
        assertEquals(first, again.manifest().digest());
        assertEquals(List.of(), builder.catalogue().altered(again));
    }

    @Test
    void it_starts_from_its_kernel_and_stops_in_order_at_the_power_button()
            throws IOException, InterruptedException {
        try (var guest = new RawGuest(folder, RawGuest.direct(image, "oxt.name=work"))) {
            guest.awaitConsole("oxt: work is up");
            guest.awaitConsole("work:~# ");
            guest.pressPowerButton();
            guest.awaitConsole("oxt: work stops");
            assertTrue(guest.awaitEnd());
        }
    }

    @Test
    void it_starts_from_its_disk_by_bios() throws IOException, InterruptedException {
        try (var guest = new RawGuest(folder, disk())) {
            guest.awaitConsole("oxt: work is up");
        }
    }

    @Test
    void it_starts_from_its_disk_by_uefi() throws IOException, InterruptedException {
        assumeTrue(Files.exists(OVMF), "Debian's package ovmf is not installed");
        Path variables = Files.copy(OVMF_VARIABLES, folder.resolve("variables"));
        var arguments = new ArrayList<>(disk());
        arguments.addAll(
                List.of(
                        "-drive",
                        "if=pflash,format=raw,readonly=on,file=" + OVMF,
                        "-drive",
                        "if=pflash,format=raw,file=" + variables));
        try (var guest = new RawGuest(folder, arguments)) {
            guest.awaitConsole("oxt: work is up");
        }
    }

    private static List<String> disk() {
        return List.of(
                "-drive",
                "if=virtio,format=raw,snapshot=on,file=" + image.disk().orElseThrow(),
                "-smbios",
                "type=3,asset=oxt.name=work");
    }
}
