package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ImageName;

/** The disk of the image minimal goes through another's format and starts all the same. */
@Tag("guest")
class ImportedImageGuestTest {
    @TempDir Path folder = Path.of("");

    @Test
    void an_imported_disk_starts() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var builder = new ImageBuilder(MinimalImageGuestTest.STATE);
        GuestImage minimal = builder.build(Recipe.MINIMAL, BuildProgress.UNSEEN);
        Path images = folder.resolve("images");
        Path file = folder.resolve("minimal.vmdk");
        convert(minimal.disk().orElseThrow(), file);
        GuestImage brought =
                new ImageImporter(new ImageCatalogue(images))
                        .take(
                                new ImageName("brought"),
                                file,
                                Optional.empty(),
                                BuildProgress.UNSEEN);
        assertEquals(-1, Files.mismatch(minimal.disk().orElseThrow(), disk(brought)));
        var arguments =
                List.of(
                        "-drive",
                        "if=virtio,format=raw,snapshot=on,file=" + disk(brought),
                        "-smbios",
                        "type=3,asset=oxt.name=brought");
        try (var guest = new RawGuest(folder, arguments)) {
            guest.awaitConsole("oxt: brought is up");
        }
    }

    private static Path disk(GuestImage image) {
        return image.disk().orElseThrow();
    }

    private static void convert(Path from, Path to) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "qemu-img",
                                "convert",
                                "-f",
                                "raw",
                                "-O",
                                "vmdk",
                                "-o",
                                "subformat=streamOptimized",
                                from.toString(),
                                to.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
