package oxt.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;

/**
 * Removes a folder and all in it, also one that somebody hostile can write meanwhile.
 *
 * <p>Every name is looked up in the folder that is open, not by its path from the root: were a
 * folder replaced by a symbolic link between the look and the removal, root would otherwise remove
 * what the link leads to.
 */
public final class FileTree {
    /** Deeper than anything we make; a guest that could write here must not use up our stack. */
    private static final int DEEPEST = 64;

    private FileTree() {}

    /** A tree that is not there is no problem; the folder above it must be our own. */
    public static void remove(Path tree) {
        Path absolute = tree.toAbsolutePath().normalize();
        try (var stream = Files.newDirectoryStream(absolute.getParent())) {
            if (!(stream instanceof SecureDirectoryStream<Path> folder)) {
                throw new IOException("the file system has no openat");
            }
            remove(folder, absolute.getFileName(), 0);
        } catch (NoSuchFileException _) {
            // Somebody else removed it, or it never was.
        } catch (IOException cause) {
            throw FileProblems.of(tree, cause);
        }
    }

    private static void remove(SecureDirectoryStream<Path> folder, Path name, int depth)
            throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("deeper than " + DEEPEST + " folders");
        }
        boolean isFolder =
                folder.getFileAttributeView(
                                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                        .isDirectory();
        if (!isFolder) {
            folder.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> inside =
                folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : inside) {
                remove(inside, entry.getFileName(), depth + 1);
            }
        }
        folder.deleteDirectory(name);
    }
}
