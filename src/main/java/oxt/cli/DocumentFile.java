package oxt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import oxt.api.Bounds;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Reads files of documents; of one that is far too large only the beginning. */
final class DocumentFile {
    /** One more than any good document has, so that its reader finds it too large. */
    private static final int MOST_BYTES = Bounds.DOCUMENT.characters() * 4 + 1;

    private DocumentFile() {}

    static DocumentText read(String name, Surroundings around) {
        if (name.equals("-")) {
            return DocumentText.of("standard input", standardInput(around));
        }
        return DocumentText.of(name, bytes(around.folder().resolve(name)));
    }

    static byte[] bytes(Path file) {
        return bytes(file, MOST_BYTES, "a VM document");
    }

    /**
     * So many at most.
     *
     * @param content what the file should have, for who named one that is not there
     */
    static byte[] bytes(Path file, int most, String content) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        } catch (NoSuchFileException _) {
            throw new ProblemException(
                    new Problem.Missing(
                            "file-missing",
                            "There is no file " + file + ".",
                            "Name a file with " + content + "."));
        } catch (IOException e) {
            throw notRead(file.toString(), e);
        }
    }

    private static byte[] standardInput(Surroundings around) {
        try {
            return around.in().readNBytes(MOST_BYTES);
        } catch (IOException e) {
            throw notRead("standard input", e);
        }
    }

    private static ProblemException notRead(String name, IOException cause) {
        return new ProblemException(
                new Problem.Failed(
                        "file-not-read",
                        name + " cannot be read.",
                        "See whether it is a file, and who may read it."),
                cause);
    }
}
