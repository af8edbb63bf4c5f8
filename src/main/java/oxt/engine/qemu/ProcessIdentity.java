package oxt.engine.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One process of one boot of this machine, whatever later process gets its number.
 *
 * @param startTicks when it began, as in field 22 of {@code /proc/PID/stat} (proc(5))
 * @param boot the kernel's boot id
 */
record ProcessIdentity(long pid, long startTicks, String boot) {
    private static final Path PROC = Path.of("/proc");
    private static final String THIS_BOOT = thisBoot();

    /** Of a process that is there now. */
    static Optional<ProcessIdentity> of(long pid) {
        return stat(pid).map(stat -> new ProcessIdentity(pid, stat.startTicks(), THIS_BOOT));
    }

    static Optional<ProcessIdentity> parse(String text) {
        String[] words = text.strip().split(" ");
        try {
            return words.length == 3
                    ? Optional.of(
                            new ProcessIdentity(
                                    Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]))
                    : Optional.empty();
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    /** Whether any of it still runs; a process that nobody has reaped runs no more. */
    boolean isAlive() {
        return stat(pid)
                .filter(stat -> stat.startTicks() == startTicks && boot.equals(THIS_BOOT))
                .filter(stat -> stat.state() != 'Z' || hasThreads())
                .isPresent();
    }

    /** Ends it at once; nothing where it is gone. */
    void kill() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Every process of which the test holds for its command line, its words apart by NUL. */
    static List<ProcessIdentity> ofCommandLine(Predicate<List<String>> test) {
        List<ProcessIdentity> found = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            try {
                String line =
                        Files.readString(
                                PROC.resolve(process.pid() + "/cmdline"),
                                StandardCharsets.ISO_8859_1);
                if (test.test(List.of(line.split("\0")))) {
                    of(process.pid()).ifPresent(found::add);
                }
            } catch (IOException goneMeanwhile) {
                continue;
            }
        }
        return found;
    }

    /** The user that it is, where it is there. */
    OptionalInt user() {
        try {
            Object user = Files.getAttribute(PROC.resolve(Long.toString(pid)), "unix:uid");
            return OptionalInt.of((Integer) user);
        } catch (IOException gone) {
            return OptionalInt.empty();
        }
    }

    @Override
    public String toString() {
        return pid + " " + startTicks + " " + boot;
    }

    /** The first thread can be dead already while others still hold files open. */
    private boolean hasThreads() {
        try (Stream<Path> threads = Files.list(PROC.resolve(pid + "/task"))) {
            return threads.count() > 1;
        } catch (IOException gone) {
            return false;
        }
    }

    private record Stat(char state, long startTicks) {}

    private static Optional<Stat> stat(long pid) {
        try {
            // The name, in parentheses, may hold anything; what follows its end is numbers.
            String text =
                    Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new Stat(fields[0].charAt(0), Long.parseLong(fields[19])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static String thisBoot() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
