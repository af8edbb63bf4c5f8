package oxt.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One process for good: process ids are used again, but not with the same start time in the same
 * boot.
 *
 * @param startTicks when it started, in clock ticks since the boot
 * @param boot the kernel's id of this boot
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {
    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");

    /**
     * What {@code /proc/PID/stat} says: when it started, and whether it only waits to be reaped.
     */
    record Stat(long startTicks, State state) {
        enum State {
            ALIVE,
            DEAD
        }
    }

    public static Optional<ProcessIdentity> of(Process process) {
        return of(process.pid());
    }

    /** The process that has an id now; nothing where none has, or only a dead one. */
    public static Optional<ProcessIdentity> of(long pid) {
        return stat(pid)
                .filter(stat -> stat.state() == Stat.State.ALIVE || hasThreads(pid))
                .map(stat -> new ProcessIdentity(pid, stat.startTicks(), presentBoot()));
    }

    /** Of what {@link #toString()} wrote; nothing where it is something else. */
    public static Optional<ProcessIdentity> parse(String text) {
        String[] words = text.strip().split(" ", -1);
        if (words.length != 3 || !words[0].matches("\\d{1,18}") || !words[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(
                new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
    }

    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Asks the process to end (SIGTERM), at once. */
    public void ask() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** Ends the process (SIGKILL) and waits until it is gone; says whether it is. */
    public boolean kill(Deadline deadline) throws InterruptedException {
        handle().ifPresent(ProcessHandle::destroyForcibly);
        return awaitEnd(deadline);
    }

    public boolean awaitEnd(Deadline deadline) throws InterruptedException {
        return deadline.await(() -> !isAlive());
    }

    /** The handle is had before the check: it then is of the process that the check saw. */
    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(_ -> isAlive());
    }

    /** Of a process that was killed the first thread can be dead while others hold files open. */
    private static boolean hasThreads(long pid) {
        try (Stream<Path> threads = Files.list(PROC.resolve(pid + "/task"))) {
            return threads.count() > 1;
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    private static Optional<Stat> stat(long pid) {
        try {
            return parseStat(Files.readString(PROC.resolve(pid + "/stat")));
        } catch (IOException _) {
            // There is no such process, or it ended while it was read.
            return Optional.empty();
        }
    }

    /** Pure; proc_pid_stat(5). The name stands in brackets and may hold blanks and brackets. */
    static Optional<Stat> parseStat(String text) {
        String[] words = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
        // The state is field 3 and comes first here; the start time is field 22.
        if (words.length < 20 || !words[19].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        Stat.State state = "ZXx".contains(words[0]) ? Stat.State.DEAD : Stat.State.ALIVE;
        return Optional.of(new Stat(Long.parseLong(words[19]), state));
    }

    private static String presentBoot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException cause) {
            throw FileProblems.of(BOOT, cause);
        }
    }

    @Override
    public String toString() {
        return pid + " " + startTicks + " " + boot;
    }
}
