package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image debian, built and started as a VM starts it. Building takes a minute the first time;
 * what is in {@code target} is kept as long as nothing that it is made from changes. The start
 * takes another minute without KVM.
 */
@Tag("guest")
class DebianImageGuestTest {
    @TempDir Path folder = Path.of("");

    @Test
    void it_starts_to_a_shell_and_stops_in_order() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mmdebstrap")), "there is no mmdebstrap");
        var builder = new ImageBuilder(MinimalImageGuestTest.STATE);
        GuestImage image = builder.build(Recipe.DEBIAN, BuildProgress.UNSEEN);
        assertEquals(List.of(), builder.catalogue().altered(image));
        var arguments = new ArrayList<>(RawGuest.direct(image, "oxt.name=work"));
        arguments.add("-drive");
        arguments.add("if=virtio,format=raw,snapshot=on,file=" + image.disk().orElseThrow());
        try (var guest = new RawGuest(folder, arguments)) {
            guest.awaitConsole("oxt: work is up");
            guest.awaitConsole("root@work:~#");
            guest.pressPowerButton();
            guest.awaitConsole("oxt: work stops");
            assertTrue(guest.awaitEnd());
        }
    }
}
