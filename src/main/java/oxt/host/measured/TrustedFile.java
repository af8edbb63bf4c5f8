package oxt.host.measured;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import oxt.host.Accounts;
import oxt.plan.FileStamp;
import oxt.plan.Measurement;

/** A look at a file that nobody but root, or the daemon's own user, could change. */
sealed interface TrustedFile {
    /** Writing, for the group and for others. */
    int WRITE = 0022;

    /** Of a folder: coming to what is in it. */
    int SEARCH = 0011;

    /** In a folder: names belong to those who made them. */
    int STICKY = 01000;

    int KIND = 0170000;
    int FOLDER = 0040000;
    int FILE = 0100000;

    /**
     * @param path without symbolic links
     */
    record Seen(Path path, FileStamp stamp) implements TrustedFile {}

    record Not(Measurement.Unusable why) implements TrustedFile {}

    static TrustedFile of(Path file) {
        try {
            Path path = file.toRealPath();
            Status status = Status.of(path);
            if ((status.mode & KIND) != FILE) {
                return not(
                        file,
                        (status.mode & KIND) == FOLDER ? "is a folder" : "is not a plain file",
                        "Put the file back into its place.");
            }
            if (!status.isOurs() || (status.mode & WRITE) != 0) {
                return not(file, "can be changed by others than root", remedy(file, status));
            }
            Optional<Not> shared = shared(file, path);
            if (shared.isPresent()) {
                return shared.get();
            }
            return new Seen(path, status.stamp);
        } catch (NoSuchFileException gone) {
            return not(file, "is not there", "Put the file back, or build its image again.");
        } catch (AccessDeniedException denied) {
            return not(file, "cannot be read by the daemon", "Let the daemon's user read it.");
        } catch (IOException broken) {
            return not(file, "cannot be looked at: " + broken.getMessage(), "Look at its disk.");
        }
    }

    /** A folder in which others could put another file in its place, and to which they come. */
    private static Optional<Not> shared(Path file, Path path) throws IOException {
        Optional<Not> shared = Optional.empty();
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            Status status = Status.of(folder);
            boolean isWritable = (status.mode & WRITE) != 0 && (status.mode & STICKY) == 0;
            if (status.isOurs() && (status.mode & SEARCH) == 0) {
                // Nobody else comes to what is below.
                shared = Optional.empty();
            } else if (!status.isOurs() || isWritable) {
                shared =
                        Optional.of(
                                not(
                                        file,
                                        "can be replaced by others than root, who may write to"
                                                + " folder "
                                                + folder,
                                        remedy(folder, status)));
            }
        }
        return shared;
    }

    private static String remedy(Path path, Status status) {
        String owner = Accounts.ownUserId() == 0 ? "root" : String.valueOf(Accounts.ownUserId());
        return "Run: "
                + (status.isOurs() ? "" : "chown " + owner + " " + path + "; ")
                + "chmod go-w "
                + path;
    }

    static Not not(Path file, String why, String remedy) {
        return new Not(new Measurement.Unusable(file.toString(), why, remedy));
    }

    /** What the kernel says of it. */
    record Status(int mode, int owner, FileStamp stamp) {
        private static final String ASKED = "unix:mode,uid,dev,ino,size,lastModifiedTime,ctime";

        static Status of(Path path) throws IOException {
            Map<String, Object> said = Files.readAttributes(path, ASKED, LinkOption.NOFOLLOW_LINKS);
            return new Status(
                    (int) number(said, "mode"),
                    (int) number(said, "uid"),
                    new FileStamp(
                            number(said, "dev"),
                            number(said, "ino"),
                            number(said, "size"),
                            nanos(said, "lastModifiedTime"),
                            nanos(said, "ctime")));
        }

        boolean isOurs() {
            return owner == 0 || owner == Accounts.ownUserId();
        }

        private static long number(Map<String, Object> said, String name) {
            return ((Number) require(said, name)).longValue();
        }

        private static long nanos(Map<String, Object> said, String name) {
            return ((FileTime) require(said, name)).to(TimeUnit.NANOSECONDS);
        }

        private static Object require(Map<String, Object> said, String name) {
            return Objects.requireNonNull(said.get(name), name);
        }
    }
}
