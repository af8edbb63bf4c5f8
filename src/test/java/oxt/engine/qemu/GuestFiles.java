package oxt.engine.qemu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import oxt.model.ImageName;

/** The images that real guests of tests are started from. */
final class GuestFiles implements Images {

    private final Path folder = Path.of(System.getProperty("oxt.test.images", "target/images"));

    /** Skips the test where there is no image to start. */
    static GuestFiles required() {
        GuestFiles files = new GuestFiles();
        assumeTrue(
                java.nio.file.Files.isReadable(files.folder.resolve("minimal/vmlinuz")),
                () -> "image minimal is not in " + files.folder);
        return files;
    }

    @Override
    public Optional<Images.Files> find(ImageName image) {
        Path files = folder.resolve(image.text()).toAbsolutePath();
        return java.nio.file.Files.isDirectory(files)
                ? Optional.of(
                        new Images.Files(
                                present(files.resolve("vmlinuz")),
                                present(files.resolve("initramfs.cpio")),
                                present(files.resolve("disk.raw")),
                                "console=ttyS0 quiet cryptomgr.notests"))
                : Optional.empty();
    }

    private static Optional<Path> present(Path file) {
        return java.nio.file.Files.exists(file) ? Optional.of(file) : Optional.empty();
    }
}
