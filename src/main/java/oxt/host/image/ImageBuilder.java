package oxt.host.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oxt.host.image.Recipe.BootWays;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Makes images, in a few seconds where the packages have been fetched before.
 *
 * <p>Needs {@link NeededProgram#ALL} on the machine and no rights. One build at a time.
 */
public final class ImageBuilder {
    /**
     * The first serial port is the console. On a busy host an emulated timer may be late, and the
     * kernel would believe it broken. Debian's kernel tests its cryptography at each start, which
     * under emulation is half a second of three.
     */
    private static final String COMMAND_LINE =
            "console=ttyS0 quiet no_timer_check cryptomgr.notests";

    private static final String KERNEL_PACKAGE = "linux-image-cloud-amd64";
    private static final List<String> DISK_PACKAGES =
            List.of("mtools", "syslinux", "syslinux-common", "systemd-boot-efi");

    private final Path cache;
    private final ImageCatalogue catalogue;

    /** {@code state} is the daemon's state folder; the images are in {@code state/images}. */
    public ImageBuilder(Path state) {
        this.cache = state.toAbsolutePath().resolve("cache");
        this.catalogue = new ImageCatalogue(state.resolve("images"));
    }

    public ImageCatalogue catalogue() {
        return catalogue;
    }

    /** The same packages give the same image again, under the same digest. */
    public GuestImage build(Recipe recipe, BuildProgress progress) throws InterruptedException {
        try {
            return catalogue.alone(
                    "building-" + recipe.imageName(), work -> build(recipe, progress, work));
        } catch (IOException | UncheckedIOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "image-not-built",
                            "Image " + recipe.imageName() + " could not be written.",
                            "Look at the disk that holds " + catalogue.folder() + ": df -h"),
                    e);
        }
    }

    private GuestImage build(Recipe recipe, BuildProgress progress, Path work)
            throws IOException, InterruptedException {
        var archive = new DebianArchive(cache, progress);
        progress.begins("asking apt for the packages");
        Fetched fetched = fetched(recipe, archive);
        progress.begins("unpacking " + fetched.files.size() + " packages");
        Unpacked unpacked = Unpacked.into(work.resolve("unpacked"), fetched.files);
        progress.begins("packing the guest's files");
        Path image = Files.createDirectory(work.resolve("image"));
        Path kernel = image.resolve(GuestImage.KERNEL);
        Path initramfs = image.resolve(GuestImage.INITRAMFS);
        Files.copy(unpacked.kernel(), kernel);
        Files.write(initramfs, Initramfs.of(recipe, unpacked));
        if (recipe.bootWays() == BootWays.EVERY) {
            progress.begins("making the disk");
            BootDisk.write(image, unpacked, kernel, initramfs, COMMAND_LINE);
        }
        var manifest =
                new Manifest(
                        recipe.imageName(),
                        recipe.folder(),
                        COMMAND_LINE,
                        ImageFiles.in(image),
                        fetched.packages);
        Files.writeString(image.resolve(GuestImage.MANIFEST), manifest.toJson());
        ImageFiles.seal(image, ImageFiles.Readers.EVERYONE);
        return catalogue.admit(image, manifest);
    }

    private record Fetched(List<DebianPackage> packages, List<Path> files) {}

    private static Fetched fetched(Recipe recipe, DebianArchive archive)
            throws IOException, InterruptedException {
        try {
            List<DebianPackage> packages = packages(recipe, archive);
            return new Fetched(packages, archive.fetch(packages));
        } catch (ProblemException machinesListsAreOldOrAbsent) {
            archive.fetchLists();
            List<DebianPackage> packages = packages(recipe, archive);
            return new Fetched(packages, archive.fetch(packages));
        }
    }

    private static List<DebianPackage> packages(Recipe recipe, DebianArchive archive)
            throws IOException, InterruptedException {
        var direct = new ArrayList<>(List.of(KERNEL_PACKAGE, "busybox-static"));
        if (recipe.bootWays() == BootWays.EVERY) {
            direct.addAll(DISK_PACKAGES);
        }
        var wanted = new ArrayList<DebianPackage>();
        for (DebianPackage candidate : archive.closure(direct)) {
            // The kernel's own package is behind an empty one that names the newest. What else
            // these depend on is for a machine that installs them.
            boolean kernel = candidate.name().matches("linux-image-[0-9].*-cloud-amd64");
            boolean asked = direct.contains(candidate.name());
            if (kernel || (asked && !candidate.name().equals(KERNEL_PACKAGE))) {
                wanted.add(candidate);
            }
        }
        if (!recipe.packages().isEmpty()) {
            // Debian's packages of shared libraries have names that begin with lib.
            archive.closure(recipe.packages()).stream()
                    .filter(p -> p.name().startsWith("lib") || recipe.packages().contains(p.name()))
                    .forEach(wanted::add);
        }
        return wanted;
    }
}
