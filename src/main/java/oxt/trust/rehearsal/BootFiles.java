package oxt.trust.rehearsal;

import java.util.List;
import oxt.trust.Bytes;

/** The files that the coming boot may load, as they are on the disk now. */
@FunctionalInterface
public interface BootFiles {

    /**
     * All that this may be: where a boot loader's root is mounted is not in its path.
     *
     * @param path with slashes, the first at its beginning
     */
    List<Bytes> find(String path);
}
