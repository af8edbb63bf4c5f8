package oxt.engine.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a VM's QEMU has written for people: warnings, and why it ended. */
final class QemuWords {
    /** A guest can make QEMU warn as often as it likes. */
    static final int MOST_BYTES = 256 << 10;

    /** QEMU says why it ends in a line or two. */
    private static final int MOST_SHOWN = 2000;

    private final Path file;

    QemuWords(Path logs) {
        file = logs.resolve("qemu.log");
    }

    Path file() {
        return file;
    }

    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Empties it when it is too long; QEMU, which appends, goes on at its beginning. */
    void cap() throws IOException {
        if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
            try (FileChannel words = FileChannel.open(file, StandardOpenOption.WRITE)) {
                words.truncate(0);
            }
        }
    }

    /** The end of it. */
    String last() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        byte[] all = Files.readAllBytes(file);
        int from = Math.max(0, all.length - MOST_SHOWN);
        return new String(all, from, all.length - from, StandardCharsets.ISO_8859_1).strip();
    }
}
