package oxt.engine.qemu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.engine.EngineException;
import oxt.engine.files.Programs;

/** The QEMU program of this machine. */
record Qemu(Path program, int major, int minor, String version) {
    static final String PROGRAM = "qemu-system-x86_64";
    static final String PACKAGE = "qemu-system-x86";

    /** The first with {@code -netdev dgram}, which links are made of. */
    static final String OLDEST = "7.2";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern WRITTEN = Pattern.compile("version ((\\d{1,4})\\.(\\d{1,4})\\S*)");

    /** Nothing where it is not there or does not say its version. */
    static Optional<Qemu> find(Programs programs) throws EngineException, InterruptedException {
        Optional<Path> program = programs.find(PROGRAM);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        String words = Programs.run(List.of(program.get().toString(), "--version"), PATIENCE);
        Matcher matcher = WRITTEN.matcher(words);
        return matcher.find()
                ? Optional.of(
                        new Qemu(
                                program.get(),
                                Integer.parseInt(matcher.group(2)),
                                Integer.parseInt(matcher.group(3)),
                                matcher.group(1)))
                : Optional.empty();
    }

    /** The kind of machine by its number, so that one that was saved is made again as it was. */
    String machine() {
        return "pc-q35-" + major + "." + minor;
    }

    boolean isNewEnough() {
        return major > 7 || major == 7 && minor >= 2;
    }
}
