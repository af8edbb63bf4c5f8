package oxt.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with the reviewed one. {@code -Doxt.golden=update} writes it instead; the
 * difference is then reviewed like code.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/golden");

    private Golden() {}

    /**
     * Against a file below {@code src/test/golden}.
     *
     * @param name written as a literal in the test, so that files nobody reads are found
     */
    public static void check(String name, String text) {
        compare(FOLDER.resolve(name), text);
    }

    /** Against a page of the documentation that is written from the code: {@code docs/...}. */
    public static void checkPage(String path, String text) {
        compare(Path.of(path), text);
    }

    private static void compare(Path file, String text) {
        try {
            if ("update".equals(System.getProperty("oxt.golden"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
                return;
            }
            if (!Files.exists(file)) {
                fail(file + " is not there; run ./check --golden and review what it wrote");
            }
            assertEquals(
                    Files.readString(file),
                    text,
                    () -> file + " differs; where that is right, run ./check --golden");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
