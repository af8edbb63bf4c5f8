package oxt.engine.files;

import java.nio.file.Path;
import java.util.Optional;
import oxt.model.ImageName;

/** Where the parts of images are, readable by every process of this host. */
public interface Images {

    /** Nothing where there is no such image. */
    Optional<Files> find(ImageName image);

    /**
     * The files of one image, which stay what they are.
     *
     * @param disk in raw format
     * @param commandLine what the image's kernel needs to be told, whatever the VM
     */
    record Files(
            Optional<Path> kernel,
            Optional<Path> initramfs,
            Optional<Path> disk,
            String commandLine) {}
}
