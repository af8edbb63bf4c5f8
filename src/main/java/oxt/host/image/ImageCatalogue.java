package oxt.host.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import oxt.host.Accounts;
import oxt.host.FileTree;
import oxt.host.PosixFiles;
import oxt.model.Digest;
import oxt.model.ImageName;
import oxt.model.Names;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The images of this machine: the folder {@code STATE/images}. */
public final class ImageCatalogue {
    private static final long LARGEST_MANIFEST = 1 << 20;

    private final Path folder;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<Path, Read> known = new ConcurrentHashMap<>();

    /** A manifest as it was when it was read: each plan asks for all of them. */
    private record Read(FileTime time, long size, Optional<Manifest> manifest) {}

    public ImageCatalogue(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** By name. What is not whole enough to have a manifest is not an image. */
    public List<GuestImage> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Names.PATTERN.matcher(name).matches())
                    .sorted()
                    .flatMap(name -> find(new ImageName(name)).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<GuestImage> find(ImageName name) {
        try {
            Path link = link(name);
            if (!Files.exists(link)) {
                return Optional.empty();
            }
            Path target = link.toRealPath();
            Path manifest = target.resolve(GuestImage.MANIFEST);
            if (!Files.isRegularFile(manifest) || Files.size(manifest) > LARGEST_MANIFEST) {
                return Optional.empty();
            }
            Read read = read(manifest);
            return read.manifest()
                    .filter(said -> said.name().equals(name))
                    .map(said -> new GuestImage(target, said, read.time().toInstant()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A manifest is not changed but replaced, by a file of another time or size. */
    private Read read(Path manifest) throws IOException {
        FileTime time = Files.getLastModifiedTime(manifest);
        long size = Files.size(manifest);
        Read before = known.get(manifest);
        if (before != null && before.time().equals(time) && before.size() == size) {
            return before;
        }
        Read now = new Read(time, size, Manifest.parse(Files.readString(manifest)));
        known.put(manifest, now);
        return now;
    }

    /** As {@link #find}, where its absence is a problem. */
    public GuestImage require(ImageName name) {
        return find(name).orElseThrow(() -> new ProblemException(missing(name)));
    }

    public static Problem missing(ImageName name) {
        return new Problem.Missing(
                "image-missing",
                "There is no image " + name + " on this machine.",
                "Run: oxt image build " + name);
    }

    /** The names of the files whose bytes are no longer those that were built; none if intact. */
    public List<String> altered(GuestImage image) {
        var altered = new ArrayList<String>();
        for (Manifest.ImageFile file : image.manifest().files()) {
            Path path = image.folder().resolve(file.name());
            try {
                if (!Files.isRegularFile(path) || !FileDigest.of(path).equals(file.digest())) {
                    altered.add(file.name());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return altered;
    }

    /** A Conflict where there is an image of that name, or a recipe for one. */
    public void requireFree(ImageName name) {
        if (Recipe.of(name).isPresent() || find(name).isPresent()) {
            throw new ProblemException(taken(name));
        }
    }

    public static Problem taken(ImageName name) {
        return new Problem.Conflict(
                "image-name-taken",
                "There is an image named " + name + " already, or a recipe for one.",
                "Choose another name, or remove the image: oxt image remove " + name);
    }

    /** Every build of the image, also those that a newer one has replaced. */
    public void remove(ImageName name) {
        known.clear();
        try {
            Files.deleteIfExists(link(name));
            for (Path build : builds(name)) {
                FileTree.remove(build);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The folders of builds that a newer one has replaced. VMs may still have disks that lie upon
     * them, which only the caller knows; {@link #discard} takes those away that nobody needs.
     */
    public List<Path> replaced(ImageName name) {
        Optional<Path> newest = find(name).map(GuestImage::folder);
        try {
            return builds(name).stream().filter(b -> !Optional.of(b).equals(newest)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void discard(Path replaced) {
        FileTree.remove(replaced);
    }

    /** Takes a finished build in. Its folder moves; at no moment is there half an image. */
    GuestImage admit(Path built, Manifest manifest) throws IOException {
        Path target = folder.resolve(manifest.name() + "@" + brief(manifest.digest()));
        Instant now = Files.getLastModifiedTime(built).toInstant();
        if (!isWhole(new GuestImage(target, manifest, now))) {
            FileTree.remove(target);
            Files.move(built, target, StandardCopyOption.ATOMIC_MOVE);
        }
        Path newLink = folder.resolve("." + manifest.name() + ".link");
        Files.deleteIfExists(newLink);
        Files.createSymbolicLink(newLink, target.getFileName());
        Files.move(newLink, link(manifest.name()), StandardCopyOption.ATOMIC_MOVE);
        return require(manifest.name());
    }

    private boolean isWhole(GuestImage image) {
        return Files.exists(image.folder().resolve(GuestImage.MANIFEST))
                && altered(image).isEmpty();
    }

    /** Makes something in a folder of its own. */
    interface Making<T> {
        T in(Path work) throws IOException, InterruptedException;
    }

    /** One at a time, in a folder that is gone afterwards, as are those of works broken off. */
    <T> T alone(String work, Making<T> making) throws IOException, InterruptedException {
        changing.lockInterruptibly();
        try {
            clearRemains();
            Path own = Files.createDirectory(folder.resolve("." + work));
            try {
                return making.in(own);
            } finally {
                FileTree.remove(own);
            }
        } finally {
            changing.unlock();
        }
    }

    /** Of works that were broken off. */
    void clearRemains() throws IOException {
        // The processes of VMs pass through to what they may read.
        PosixFiles.makeFolder(folder, Accounts.ownUserId() == 0 ? "rwx--x--x" : "rwx------");
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry :
                    entries.filter(e -> e.getFileName().toString().startsWith(".")).toList()) {
                FileTree.remove(entry);
            }
        }
    }

    Path folder() {
        return folder;
    }

    /** Enough of it to tell one build from another. */
    private static String brief(Digest digest) {
        return digest.text().substring("sha256:".length()).substring(0, 12);
    }

    private Path link(ImageName name) {
        return folder.resolve(name.text());
    }

    private List<Path> builds(ImageName name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(e -> e.getFileName().toString().startsWith(name + "@")).toList();
        }
    }
}
