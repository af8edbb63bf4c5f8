package oxt.engine.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import oxt.engine.files.Images;
import oxt.engine.files.VmUsers;
import oxt.host.image.BuildProgress;
import oxt.host.image.GuestImage;
import oxt.host.image.ImageBuilder;
import oxt.host.image.Recipe;
import oxt.model.ImageName;

/**
 * The images that real guests of tests are started from, copied to where users of VMs can read
 * them: a checkout may be in somebody's closed folder.
 */
final class GuestFiles implements Images {
    /** Below target, so that packages are fetched once and not at each run. */
    private static final Path STATE = Path.of("target", "guest-images").toAbsolutePath();

    private static final Map<ImageName, Images.Files> COPIES = new ConcurrentHashMap<>();

    @Override
    public Optional<Images.Files> find(ImageName image) {
        return Optional.of(COPIES.computeIfAbsent(image, GuestFiles::copied));
    }

    private static Images.Files copied(ImageName name) {
        try {
            Recipe recipe =
                    Recipe.MINIMAL.imageName().equals(name) ? Recipe.MINIMAL : Recipe.NETWORK;
            GuestImage image = new ImageBuilder(STATE).build(recipe, BuildProgress.UNSEEN);
            Path folder = java.nio.file.Files.createTempDirectory(Path.of("/tmp"), "oxt-image");
            folder.toFile().deleteOnExit();
            VmUsers.mode(folder, "rwxr-xr-x");
            return new Images.Files(
                    image.kernel().map(file -> copy(file, folder)),
                    image.initramfs().map(file -> copy(file, folder)),
                    image.disk().map(file -> copy(file, folder)),
                    image.manifest().commandLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path copy(Path file, Path folder) {
        try {
            Path copy =
                    java.nio.file.Files.copy(file, folder.resolve(file.getFileName().toString()));
            copy.toFile().deleteOnExit();
            VmUsers.mode(copy, "r--r--r--");
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
