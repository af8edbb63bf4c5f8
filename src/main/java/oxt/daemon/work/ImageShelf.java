package oxt.daemon.work;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import oxt.api.ImageReply;
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

    void discard(ImageName image);
}
