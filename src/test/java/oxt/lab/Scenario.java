package oxt.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A script of {@code lab/xen/scenarios}, which says in its head what it shows and needs.
 *
 * @param sentence what it shows
 * @param patience after which it is stuck, on a machine that others use fully
 */
record Scenario(String name, String sentence, Kind kind, Duration patience, Path file) {
    /** What dom0 is booted with. */
    enum Kind {
        SMALL,
        SYSTEMD,
        /** By UEFI, which measures all of it into the TPM. */
        MEASURED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String KIND = "# boot: ";
    private static final String PATIENCE = "# patience: ";

    /** The line after the interpreter's is the sentence; the rest of the comment says the rest. */
    static Scenario read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String name = file.getFileName().toString();
        if (lines.size() < 2 || !lines.get(1).startsWith("# ")) {
            throw new IllegalArgumentException(name + ": its second line says what it shows");
        }
        Kind kind = Kind.SMALL;
        Duration patience = Duration.ofMinutes(4);
        for (String line : lines.subList(2, lines.size())) {
            if (!line.startsWith("#")) {
                break;
            }
            if (line.startsWith(KIND)) {
                kind = Kind.valueOf(line.substring(KIND.length()).toUpperCase(Locale.ROOT));
            } else if (line.startsWith(PATIENCE)) {
                String seconds = line.substring(PATIENCE.length()).replaceFirst(" s$", "");
                patience = Duration.ofSeconds(Integer.parseInt(seconds));
            }
        }
        return new Scenario(name, lines.get(1).substring(2), kind, patience, file);
    }
}
