package oxt.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of this checkout. */
final class Checkout {
    /** Maven starts tests in the folder of the project. */
    static final Path ROOT = Path.of("").toAbsolutePath();

    private Checkout() {}

    /** The files below a folder whose name ends so, in a fixed order; none if it is not there. */
    static List<Path> files(String folder, String ending) {
        Path start = ROOT.resolve(folder);
        if (!Files.exists(start)) {
            return List.of();
        }
        try (var files = Files.walk(start)) {
            return files.filter(
                            file -> file.toString().endsWith(ending) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    static List<Path> javaSources() {
        return List.copyOf(files("src", ".java"));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    static String text(String file) {
        return text(ROOT.resolve(file));
    }

    /** A file's name as a person in the checkout writes it. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    /** Fails with one breach a line, or passes if there is none. */
    static void assertNone(List<String> breaches) {
        assertEquals("", String.join("\n", breaches.stream().distinct().sorted().toList()));
    }
}
