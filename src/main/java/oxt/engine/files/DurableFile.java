package oxt.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import oxt.host.PosixFiles;

/** Files that grow elsewhere until they are whole, and files of bounded size. */
public final class DurableFile {
    private static final String END = ".new";

    private DurableFile() {}

    /** Nothing where there is no such file. */
    public static Optional<String> read(Path file, int mostBytes) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > mostBytes) {
            throw new IOException(file + " has more than " + mostBytes + " bytes");
        }
        // What is not UTF-8 becomes what no document of ours has: whoever parses it refuses it.
        return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /** Where a file grows until it is whole; nobody takes it for a file. */
    public static Path unfinished(Path file) {
        return file.resolveSibling("." + file.getFileName() + END);
    }

    /** The name that a file will have; its own where it is not an unfinished one. */
    public static String finished(String name) {
        return name.startsWith(".") && name.endsWith(END)
                ? name.substring(1, name.length() - END.length())
                : name;
    }

    /** Puts the whole file in its place. */
    public static void finish(Path unfinished, Path file) throws IOException {
        PosixFiles.sync(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        PosixFiles.sync(file.resolveSibling("."));
    }

    /** Takes the folder away where nothing is in it. */
    public static void removeIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(folder);
    }
}
