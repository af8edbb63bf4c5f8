package oxt.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** What can be wrong with a file or folder, in words. */
public final class FileProblems {
    private FileProblems() {}

    public static ProblemException of(Path path, IOException cause) {
        return new ProblemException(problem(path, cause), cause);
    }

    private static Problem problem(Path path, IOException cause) {
        if (cause instanceof AccessDeniedException || says(cause, "Operation not permitted")) {
            return new Problem.Failed(
                    "file-not-permitted",
                    "This user may not change " + path + ".",
                    "Give it to the user that runs oxtd, or run oxtd as root.");
        }
        if (says(cause, "No space left on device") || says(cause, "Disk quota exceeded")) {
            return new Problem.Failed(
                    "disk-full",
                    "The disk that holds " + path + " is full.",
                    "Free space on it, then ask again.");
        }
        return new Problem.Failed(
                "file-not-usable",
                "The file or folder " + path + " cannot be used.",
                "Look at it and the folders above it: ls -ld " + path);
    }

    private static boolean says(IOException cause, String reason) {
        return cause instanceof FileSystemException named
                ? reason.equals(named.getReason())
                : reason.equals(cause.getMessage());
    }
}
