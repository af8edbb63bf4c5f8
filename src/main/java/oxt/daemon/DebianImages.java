package oxt.daemon;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import oxt.api.ImageReply;
import oxt.daemon.work.ImageShelf;
import oxt.engine.files.Images;
import oxt.host.diskfile.DiskFileFormat;
import oxt.host.image.GuestImage;
import oxt.host.image.ImageBuilder;
import oxt.host.image.ImageCatalogue;
import oxt.host.image.ImageImporter;
import oxt.host.image.NeededProgram;
import oxt.host.image.Recipe;
import oxt.model.ImageName;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.plan.ImagePart;

/** The images of this machine, made of Debian's packages. */
final class DebianImages implements ImageShelf, Images {
    private final ImageBuilder builder;
    private final ImageCatalogue catalogue;

    DebianImages(Path state) {
        builder = new ImageBuilder(state);
        catalogue = builder.catalogue();
    }

    static List<Problem> missingPrograms() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return NeededProgram.missing(
                Arrays.stream(path.split(File.pathSeparator)).map(Path::of).toList());
    }

    @Override
    public Optional<Images.Files> find(ImageName image) {
        return catalogue
                .find(image)
                .map(
                        found ->
                                new Images.Files(
                                        found.kernel(),
                                        found.initramfs(),
                                        found.disk(),
                                        found.manifest().commandLine()));
    }

    @Override
    public List<ImageReply> list() {
        Map<ImageName, ImageReply> images = new TreeMap<>();
        for (Recipe recipe : Recipe.values()) {
            images.put(
                    recipe.imageName(),
                    new ImageReply(
                            recipe.imageName(),
                            recipe.description(),
                            new ImageReply.State.NotBuilt()));
        }
        for (GuestImage image : catalogue.list()) {
            ImageName name = image.manifest().name();
            String description =
                    Optional.ofNullable(images.get(name))
                            .map(ImageReply::description)
                            .or(() -> imported(image))
                            .orElse("No recipe makes it: somebody put it here.");
            images.put(name, new ImageReply(name, description, built(image)));
        }
        return List.copyOf(images.values());
    }

    @Override
    public Map<ImageName, Set<ImagePart>> parts() {
        Map<ImageName, Set<ImagePart>> parts = new TreeMap<>();
        for (GuestImage image : catalogue.list()) {
            parts.put(image.manifest().name(), Set.copyOf(parts(image)));
        }
        return parts;
    }

    @Override
    public void build(ImageName image, Consumer<String> progress) throws InterruptedException {
        Recipe recipe =
                Arrays.stream(Recipe.values())
                        .filter(each -> each.imageName().equals(image))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                new Problem.Missing(
                                                        "no-such-recipe",
                                                        "There is no recipe for image "
                                                                + image
                                                                + ".",
                                                        "Keep it as it is.")));
        var _ = builder.build(recipe, progress::accept);
    }

    @Override
    public void requireFree(ImageName image) {
        catalogue.requireFree(image);
    }

    @Override
    public void take(
            ImageName image, Path file, Optional<DiskFileFormat> format, Consumer<String> progress)
            throws InterruptedException {
        var _ = new ImageImporter(catalogue).take(image, file, format, progress::accept);
    }

    @Override
    public void discard(ImageName image) {
        catalogue.remove(image);
    }

    private static Optional<String> imported(GuestImage image) {
        return ImageImporter.formatOf(image.manifest())
                .map(format -> "Imported from a file in format " + format + ".");
    }

    private static List<ImagePart> parts(GuestImage image) {
        Set<ImagePart> parts = EnumSet.noneOf(ImagePart.class);
        if (image.kernel().isPresent() && image.initramfs().isPresent()) {
            parts.add(ImagePart.KERNEL);
        }
        if (image.disk().isPresent()) {
            parts.add(ImagePart.DISK);
        }
        return new ArrayList<>(parts);
    }

    private static ImageReply.State built(GuestImage image) {
        try {
            Instant built = java.nio.file.Files.getLastModifiedTime(image.folder()).toInstant();
            return new ImageReply.State.Built(
                    image.manifest().digest().text(), image.manifest().size(), built, parts(image));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
