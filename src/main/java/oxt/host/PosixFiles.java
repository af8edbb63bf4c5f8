package oxt.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders, changed so that a crash at any moment leaves the old or the new. */
public final class PosixFiles {
    private PosixFiles() {}

    /** Whose a file is; ids, because a VM's user has no name. */
    public record Owner(int userId, int groupId) {}

    /**
     * Makes a folder, and the folders above it, with permissions as {@code rwx------}; one that is
     * there gets them.
     */
    public static void makeFolder(Path folder, String permissions) {
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
        try {
            // Never more than wanted, not even for a moment; the umask may have taken some away.
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(wanted));
            if (!Files.getPosixFilePermissions(folder).equals(wanted)) {
                Files.setPosixFilePermissions(folder, wanted);
            }
        } catch (IOException cause) {
            throw FileProblems.of(folder, cause);
        }
    }

    /** Gives a file, a folder or a link itself to a user; root may, others only to themselves. */
    public static void give(Path path, Owner owner) {
        try {
            Files.setAttribute(path, "unix:uid", owner.userId(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", owner.groupId(), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException cause) {
            throw FileProblems.of(path, cause);
        }
    }

    /** Puts a text in a file's place at once; on the disk when it returns. */
    public static void replace(Path file, String text, String permissions) {
        replace(file, text.getBytes(StandardCharsets.UTF_8), permissions);
    }

    /** Puts bytes in a file's place at once; on the disk when it returns. */
    public static void replace(Path file, byte[] bytes, String permissions) {
        Path beginning = beginning(file);
        try {
            write(beginning, bytes, permissions);
            sync(beginning);
            Files.move(beginning, file, StandardCopyOption.ATOMIC_MOVE);
            sync(file.resolveSibling("."));
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }

    /**
     * Puts a text in a file's place at once, without waiting for the disk: for what says something
     * of a process, which no power loss survives either.
     */
    public static void replaceUnsynced(Path file, String text, String permissions) {
        replaceUnsynced(file, text.getBytes(StandardCharsets.UTF_8), permissions);
    }

    public static void replaceUnsynced(Path file, byte[] content, String permissions) {
        Path beginning = beginning(file);
        try {
            write(beginning, content, permissions);
            Files.move(beginning, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }

    private static void write(Path file, byte[] bytes, String permissions) throws IOException {
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(wanted));
        Files.setPosixFilePermissions(file, wanted);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
    }

    /** Lets a symbolic link lead elsewhere at once: there is no moment without it. */
    public static void pointLink(Path link, Path target) {
        Path beginning = beginning(link);
        try {
            Files.deleteIfExists(beginning);
            Files.createSymbolicLink(beginning, target);
            Files.move(beginning, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cause) {
            throw FileProblems.of(link, cause);
        }
    }

    /** Removes a file or a link; one that is not there is no problem. */
    public static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }

    /** Waits until the disk has a file's bytes, or a folder's names. */
    public static void sync(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cause) {
            throw FileProblems.of(path, cause);
        }
    }

    private static Path beginning(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }
}
