package oxt.guest;

import java.nio.file.Path;
import java.util.Optional;
import oxt.engine.files.Images;
import oxt.host.image.BuildProgress;
import oxt.host.image.GuestImage;
import oxt.host.image.ImageBuilder;
import oxt.host.image.ImageCatalogue;
import oxt.host.image.Recipe;
import oxt.model.ImageName;

/** The images of guests in tests, below {@code target}. */
public final class GuestImages implements Images {
    private static final Path STATE = Path.of("target", "guest-images").toAbsolutePath();

    private final ImageCatalogue catalogue;

    private GuestImages(ImageCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Builds anew, so that what runs is what is in this checkout; the packages are kept. */
    public static GuestImages with(Recipe... recipes) throws InterruptedException {
        ImageBuilder builder = new ImageBuilder(STATE);
        for (Recipe recipe : recipes) {
            builder.build(recipe, BuildProgress.UNSEEN);
        }
        return new GuestImages(builder.catalogue());
    }

    /** Those that were built below that folder before: the lab's machine builds none. */
    public static GuestImages builtIn(Path state) {
        return new GuestImages(new ImageCatalogue(state.resolve("images")));
    }

    @Override
    public Optional<Images.Files> find(ImageName image) {
        return catalogue.find(image).map(GuestImages::files);
    }

    private static Images.Files files(GuestImage image) {
        return new Images.Files(
                image.kernel(), image.initramfs(), image.disk(), image.manifest().commandLine());
    }
}
