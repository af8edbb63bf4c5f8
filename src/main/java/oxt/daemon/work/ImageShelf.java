package oxt.daemon.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import oxt.api.ImageReply;
import oxt.host.diskfile.DiskFileFormat;
import oxt.model.ImageName;
import oxt.plan.ImagePart;

/** The images of this machine, and those that it could make. */
public interface ImageShelf {

    /** By name. */
    List<ImageReply> list();

    /** What each image that is there holds. */
    Map<ImageName, Set<ImagePart>> parts();

    /** Makes an image that {@link #list} names; an interrupt ends it early. */
    void build(ImageName image, Consumer<String> progress) throws InterruptedException;

    /** A Conflict where there is an image of that name, or could be. */
    void requireFree(ImageName image);

    /**
     * Makes an image of a disk's file; an interrupt ends it early.
     *
     * @param file may be moved away
     * @param format nothing where the content is to say
     */
    void take(
            ImageName image, Path file, Optional<DiskFileFormat> format, Consumer<String> progress)
            throws InterruptedException;

    void discard(ImageName image);
}
