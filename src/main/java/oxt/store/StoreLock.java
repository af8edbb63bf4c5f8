package oxt.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Only one process has a store open: a lock on {@code oxt.db.lock}, which the kernel takes back
 * from a process that died.
 */
final class StoreLock implements AutoCloseable {
    private static final Path OWN_FILES = Path.of("/proc/self/fd");
    private static final Path LOCKS = Path.of("/proc/locks");

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    static StoreLock take(Path database) {
        Path file = database.resolveSibling(database.getFileName() + ".lock").toAbsolutePath();
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            // Looked at before it is opened: this kind of lock is lost when the process that has
            // it closes any other descriptor of the file.
            if (isOpenHere(file)) {
                throw taken(database, "This process");
            }
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw taken(database, holder(file));
            }
            return new StoreLock(channel);
        } catch (IOException cause) {
            throw StoreProblems.of(database, cause);
        }
    }

    private static ProblemException taken(Path database, String holder) {
        return new ProblemException(
                new Problem.Conflict(
                        "store-taken",
                        holder + " has the store " + database + " open.",
                        "Stop that process first, or give this one a state folder of its own."));
    }

    private static boolean isOpenHere(Path file) throws IOException {
        try (Stream<Path> descriptors = Files.list(OWN_FILES)) {
            return descriptors.anyMatch(descriptor -> leadsTo(descriptor, file));
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.exists(file) && Files.isSameFile(descriptor, file);
        } catch (IOException _) {
            // Closed since it was listed, or not a file.
            return false;
        }
    }

    /** Who has the lock, in words; the kernel says a process id where it knows one here. */
    private static String holder(Path file) throws IOException {
        long inode = (Long) Files.getAttribute(file, "unix:ino");
        return holder(Files.readString(LOCKS), inode)
                .map(process -> "Process " + process + " (" + program(process) + ")")
                .orElse("Another process");
    }

    /** Pure; a line is {@code 1: POSIX ADVISORY WRITE 707 fd:00:264194 0 EOF}. */
    static Optional<Long> holder(String locks, long inode) {
        for (String line : locks.lines().toList()) {
            String[] words = line.trim().split("\\s+");
            if (words.length > 5 && words[5].endsWith(":" + inode) && !words[4].startsWith("-")) {
                return Optional.of(Long.valueOf(words[4]));
            }
        }
        return Optional.empty();
    }

    private static String program(long process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), "comm")).strip();
        } catch (IOException _) {
            return "gone by now";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException cause) {
            throw new AssertionError(cause);
        }
    }
}
