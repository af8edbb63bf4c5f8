package oxt.engine.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The latest of what a VM wrote on its serial console, in two files of bounded size. */
public final class ConsoleLog {
    /** A boot that says everything has 60 KiB; a guest that writes for ever fills no disk. */
    public static final int MOST_BYTES_OF_A_FILE = 256 << 10;

    private final Path current;
    private final Path previous;

    public ConsoleLog(Path folder) {
        current = folder.resolve("console.log");
        previous = folder.resolve("console.old");
    }

    public synchronized void append(byte[] bytes) throws IOException {
        long size = Files.exists(current) ? Files.size(current) : 0;
        if (size + bytes.length > MOST_BYTES_OF_A_FILE && size > 0) {
            Files.move(current, previous, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(
                current,
                bytes,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.WRITE);
    }

    /** Oldest first; empty where the VM never wrote. */
    public synchronized byte[] read() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : new Path[] {previous, current}) {
            if (Files.exists(file)) {
                all.writeBytes(Files.readAllBytes(file));
            }
        }
        return all.toByteArray();
    }

    /** A new run begins with an empty log. */
    public synchronized void clear() throws IOException {
        Files.deleteIfExists(previous);
        Files.deleteIfExists(current);
    }
}
