package oxt.engine.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Files that are whole or not there, also after a crash. */
final class DurableFile {
    private DurableFile() {}

    static void write(Path file, String text) throws IOException {
        Path unfinished = unfinished(file);
        try (FileChannel channel =
                FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Accounts.mode(unfinished, "rw-------");
        finish(unfinished, file);
    }

    /** Nothing where there is no such file. */
    static Optional<String> read(Path file, int mostBytes) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > mostBytes) {
            throw new IOException(file + " has more than " + mostBytes + " bytes");
        }
        return Optional.of(Files.readString(file));
    }

    /** Where a file grows until it is whole; nobody takes it for a file. */
    static Path unfinished(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }

    /** Puts the whole file in its place. */
    static void finish(Path unfinished, Path file) throws IOException {
        sync(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.resolveSibling("."));
    }

    /** Whether there was something to take away. */
    static boolean removeTree(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
        return true;
    }

    /** Takes the folder away where nothing is in it. */
    static void removeIfEmpty(Path folder) throws IOException {
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

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
