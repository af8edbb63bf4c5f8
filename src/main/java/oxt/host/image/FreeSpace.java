package oxt.host.image;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import oxt.model.ByteSize;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * The room that is left where images lie, of which work on images never takes the last: the same
 * disk holds the store and what VMs write.
 */
public final class FreeSpace {
    private static final ByteSize MOST_KEPT = ByteSize.gibibytes(1);

    private final FileStore disk;
    private final Path where;

    private FreeSpace(FileStore disk, Path where) {
        this.disk = disk;
        this.where = where;
    }

    public static FreeSpace of(Path where) throws IOException {
        return new FreeSpace(Files.getFileStore(where), where);
    }

    /** Throws where so much more would leave too little. */
    public void require(ByteSize more) throws IOException {
        long free = disk.getUsableSpace();
        long kept = Math.min(MOST_KEPT.bytes(), disk.getTotalSpace() / 20);
        if (free - kept < more.bytes()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "disk-nearly-full",
                            "The disk that holds "
                                    + where.getParent()
                                    + " has "
                                    + ByteSize.mebibytes(free >> 20)
                                    + " left, of which "
                                    + ByteSize.mebibytes(kept >> 20)
                                    + " is kept free"
                                    + (more.bytes() == 0
                                            ? "."
                                            : "; "
                                                    + ByteSize.mebibytes(more.mebibytes())
                                                    + " is needed."),
                            "Free space on it, then ask again: oxt image list shows what images"
                                    + " take."));
        }
    }
}
