package oxt.host.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oxt.host.image.Recipe.BootWays;
import oxt.model.Digest;
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
        String inputs = inputs(recipe, archive, fetched);
        Optional<GuestImage> same = catalogue.find(recipe.imageName());
        if (!inputs.isEmpty() && same.isPresent() && isOf(inputs, same.get())) {
            progress.begins("nothing of what it is made from has changed");
            return same.get();
        }
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
        if (!fetched.system.isEmpty()) {
            Path files = Files.createDirectory(work.resolve("files"));
            DebianFiles.write(files, unpacked.modules().folder(), archive.sources());
            Path root =
                    new DebianRoot(work)
                            .write(fetched.system, archive.fetch(fetched.system), files, progress);
            progress.begins("making the disk");
            RootPartition.append(root, image.resolve(GuestImage.DISK));
        }
        progress.begins("taking its digest");
        var manifest =
                new Manifest(
                        recipe.imageName(),
                        recipe.imageName().text(),
                        COMMAND_LINE,
                        ImageFiles.in(image),
                        fetched.all(),
                        inputs);
        Files.writeString(image.resolve(GuestImage.MANIFEST), manifest.toJson());
        ImageFiles.seal(image, ImageFiles.Readers.EVERYONE);
        return catalogue.admit(image, manifest);
    }

    /** Of what takes so long that it is asked whether it has to be; empty otherwise. */
    private String inputs(Recipe recipe, DebianArchive archive, Fetched fetched)
            throws IOException, InterruptedException {
        if (fetched.system.isEmpty()) {
            return "";
        }
        StringBuilder inputs = new StringBuilder();
        fetched.all().forEach(each -> inputs.append(each).append(' ').append(each.digest()));
        inputs.append(archive.sources()).append(DebianFiles.text());
        inputs.append(Digest.of(GuestScripts.content("debian/init")));
        inputs.append(recipe.modules()).append(COMMAND_LINE);
        inputs.append(new DebianRoot(cache).text());
        for (NeededProgram program : List.of(NeededProgram.MMDEBSTRAP, NeededProgram.MKE2FS)) {
            inputs.append(program.version(cache));
        }
        byte[] text = inputs.toString().getBytes(StandardCharsets.UTF_8);
        return Digest.of(text).text().substring("sha256:".length());
    }

    private boolean isOf(String inputs, GuestImage image) {
        return image.manifest().inputs().equals(inputs) && catalogue.altered(image).isEmpty();
    }

    /**
     * @param packages whose files go into the image one by one
     * @param files where they are
     * @param system what is installed on the image's disk
     */
    private record Fetched(
            List<DebianPackage> packages, List<Path> files, List<DebianPackage> system) {

        List<DebianPackage> all() {
            Set<DebianPackage> all = new LinkedHashSet<>(packages);
            all.addAll(system);
            return List.copyOf(all);
        }
    }

    private static Fetched fetched(Recipe recipe, DebianArchive archive)
            throws IOException, InterruptedException {
        try {
            return fetch(recipe, archive);
        } catch (ProblemException machinesListsAreOldOrAbsent) {
            archive.fetchLists();
            return fetch(recipe, archive);
        }
    }

    private static Fetched fetch(Recipe recipe, DebianArchive archive)
            throws IOException, InterruptedException {
        List<DebianPackage> packages = packages(recipe, archive);
        List<DebianPackage> system =
                recipe.systemPackages().isEmpty()
                        ? List.of()
                        : archive.closure(recipe.systemPackages());
        var _ = archive.fetch(system);
        return new Fetched(packages, archive.fetch(packages), system);
    }

    private static List<DebianPackage> packages(Recipe recipe, DebianArchive archive)
            throws IOException, InterruptedException {
        var direct = new ArrayList<>(List.of(recipe.kernel().newest(), "busybox-static"));
        if (recipe.bootWays() == BootWays.EVERY) {
            direct.addAll(DISK_PACKAGES);
        }
        var wanted = new ArrayList<DebianPackage>();
        for (DebianPackage candidate : archive.closure(direct)) {
            // The kernel's own package is behind an empty one that names the newest. What else
            // these depend on is for a machine that installs them.
            boolean kernel = recipe.kernel().isNameOf(candidate.name());
            boolean asked = direct.contains(candidate.name());
            if (kernel || (asked && !candidate.name().equals(recipe.kernel().newest()))) {
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
