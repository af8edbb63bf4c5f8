package oxt.engine.qemu;

import java.util.Optional;
import oxt.host.image.ImageCatalogue;
import oxt.model.ImageName;

/** The images of this host's catalogue. */
public record CatalogueImages(ImageCatalogue catalogue) implements Images {

    @Override
    public Optional<Files> find(ImageName image) {
        return catalogue
                .find(image)
                .map(
                        found ->
                                new Files(
                                        found.kernel(),
                                        found.initramfs(),
                                        found.disk(),
                                        found.manifest().commandLine()));
    }
}
