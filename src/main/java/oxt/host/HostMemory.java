package oxt.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import oxt.model.ByteSize;

/**
 * The machine's memory.
 *
 * @param available what programs can still have without swapping, by the kernel's own estimate
 */
public record HostMemory(ByteSize total, ByteSize available) {
    private static final Path FILE = Path.of("/proc/meminfo");

    public static HostMemory read() {
        try {
            return parse(Files.readString(FILE))
                    .orElseThrow(() -> new IOException("no MemTotal or MemAvailable"));
        } catch (IOException cause) {
            throw FileProblems.of(FILE, cause);
        }
    }

    /** Pure; lines as {@code MemTotal: 24684096 kB}, where kB means 1024 bytes. */
    static Optional<HostMemory> parse(String text) {
        OptionalLong total = kibibytes(text, "MemTotal:");
        OptionalLong available = kibibytes(text, "MemAvailable:");
        return total.isPresent() && available.isPresent()
                ? Optional.of(new HostMemory(size(total), size(available)))
                : Optional.empty();
    }

    private static OptionalLong kibibytes(String text, String key) {
        for (String line : text.lines().toList()) {
            String[] words = line.split("\\s+");
            if (words.length == 3
                    && words[0].equals(key)
                    && words[1].matches("\\d{1,15}")
                    && words[2].equals("kB")) {
                return OptionalLong.of(Long.parseLong(words[1]));
            }
        }
        return OptionalLong.empty();
    }

    private static ByteSize size(OptionalLong kibibytes) {
        return new ByteSize(Math.multiplyExact(kibibytes.getAsLong(), 1024));
    }
}
