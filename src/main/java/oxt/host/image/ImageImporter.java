package oxt.host.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import oxt.host.diskfile.Content;
import oxt.host.diskfile.DiskFile;
import oxt.host.diskfile.DiskFileFormat;
import oxt.host.diskfile.FormatGuess;
import oxt.host.diskfile.ReadableDisk;
import oxt.model.DiskFormat;
import oxt.model.ImageName;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Makes images of disk files that somebody brings.
 *
 * <p>The headers are read here first, and what names another file or does not add up is refused
 * with every reason; then {@link DiskConversion} copies the content in a jail.
 */
public final class ImageImporter {
    /** The beginning of the manifest's kind; the format follows. */
    private static final String KIND = "imported-";

    private final ImageCatalogue catalogue;

    public ImageImporter(ImageCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Nothing of a recipe's image, and the format of an imported one. */
    public static Optional<String> formatOf(Manifest manifest) {
        return manifest.kind().startsWith(KIND)
                ? Optional.of(manifest.kind().substring(KIND.length()))
                : Optional.empty();
    }

    /**
     * @param file is moved away, into the same file system; nobody changes it any more
     * @param format nothing where the content is to say
     */
    public GuestImage take(
            ImageName name, Path file, Optional<DiskFileFormat> format, BuildProgress progress)
            throws InterruptedException {
        try {
            return catalogue.alone(
                    "importing-" + name, work -> make(name, file, format, progress, work));
        } catch (ClosedByInterruptException asked) {
            InterruptedException interrupted = new InterruptedException("importing " + name);
            interrupted.initCause(asked);
            boolean _ = Thread.interrupted(); // the exception says it from here on
            throw interrupted;
        } catch (IOException | UncheckedIOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "image-not-imported",
                            "Image " + name + " could not be written.",
                            "Look at the disk that holds " + catalogue.folder() + ": df -h"),
                    e);
        }
    }

    private GuestImage make(
            ImageName name,
            Path file,
            Optional<DiskFileFormat> format,
            BuildProgress progress,
            Path work)
            throws IOException, InterruptedException {
        catalogue.requireFree(name);
        Path source = work.resolve("source");
        Files.move(file, source, StandardCopyOption.ATOMIC_MOVE);
        Path image = Files.createDirectory(work.resolve("image"));
        Path disk = image.resolve(GuestImage.DISK);
        DiskFileFormat read = format.isPresent() ? format.get() : guessed(source, progress);
        ReadableDisk readable = checked(source, read);
        progress.begins("found nothing against it: " + readable.size() + " of disk");
        if (readable.format() == DiskFileFormat.RAW) {
            Files.move(source, disk);
        } else {
            Path copy = new DiskConversion(readable, work, DiskFormat.RAW).run(progress);
            Files.move(copy, disk);
        }
        progress.begins("taking its digest");
        var manifest = new Manifest(name, KIND + read.word(), "", ImageFiles.in(image), List.of());
        Files.writeString(image.resolve(GuestImage.MANIFEST), manifest.toJson());
        ImageFiles.seal(image, ImageFiles.Readers.VMS);
        return catalogue.admit(image, manifest);
    }

    /** Only looks at a file, as the first thing that an import does. */
    public static ReadableDisk looked(
            Path file, Optional<DiskFileFormat> format, BuildProgress progress) {
        try {
            return checked(file, format.isPresent() ? format.get() : guessed(file, progress));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DiskFileFormat guessed(Path source, BuildProgress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            return switch (FormatGuess.of(Content.of(channel))) {
                case FormatGuess.Readable(var format) -> {
                    progress.begins("reading it as " + format.word() + ", going by its content");
                    yield format;
                }
                case FormatGuess.Unreadable(var problem) -> throw new ProblemException(problem);
            };
        }
    }

    /** The disk in a file, or a {@link ProblemException} with all that speaks against it. */
    public static ReadableDisk checked(Path source, DiskFileFormat format) throws IOException {
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            return DiskFile.read(Content.of(channel), format).orThrow();
        }
    }
}
