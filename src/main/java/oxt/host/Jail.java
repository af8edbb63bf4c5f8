package oxt.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.model.ByteSize;

/**
 * What stands before a program that reads what strangers made, on its command line: a user of its
 * own, no capabilities, no network, no other processes in sight, little memory and time; and it
 * dies with us.
 *
 * @param memory addresses that it may have
 * @param largestFile that it may write
 * @param processorTime that it may take
 */
public record Jail(ByteSize memory, ByteSize largestFile, Duration processorTime) {
    /** Just below the users of VMs, of whom there are as many as VMs; nobody has it otherwise. */
    public static final int USER = 1_499_999_999;

    private static final int MOST_OPEN_FILES = 64;

    /** What each of its threads reserves for its calls; a program counts on it for the first. */
    private static final ByteSize STACK = ByteSize.mebibytes(2);

    /** Otherwise each thread reserves 64 MiB of addresses for what it allocates (mallopt(3)). */
    private static final String ONE_HEAP = "MALLOC_ARENA_MAX=1";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Gives the jailed program a file that it may write, or a folder that it may pass through. */
    public static void give(Path path, String permissions) {
        if (Accounts.ownUserId() == 0) {
            PosixFiles.give(path, new PosixFiles.Owner(USER, USER));
        }
        permit(path, permissions);
    }

    /** Lets the jailed program's group read a file that stays ours, or pass through a folder. */
    public static void show(Path path, String permissions) {
        if (Accounts.ownUserId() == 0) {
            PosixFiles.give(path, new PosixFiles.Owner(0, USER));
        }
        permit(path, permissions);
    }

    private static void permit(Path path, String permissions) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (IOException cause) {
            throw FileProblems.of(path, cause);
        }
    }

    /** The words before the program's own; it is to be started by a thread that outlives it. */
    public List<String> words(Apartness apartness) {
        List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        if (Accounts.ownUserId() == 0) {
            words.add("--reuid=" + USER);
            words.add("--regid=" + USER);
            words.addAll(List.of("--clear-groups", "--inh-caps=-all", "--bounding-set=-all"));
        }
        words.addAll(List.of("--no-new-privs", "--"));
        if (apartness == Apartness.NAMESPACES) {
            // The namespace of processes ends with its first: what it started goes with it.
            words.addAll(
                    List.of("unshare", "--user", "--map-current-user", "--net", "--ipc", "--pid"));
            words.addAll(List.of("--fork", "--kill-child=KILL", "--"));
        }
        words.addAll(List.of("env", ONE_HEAP, "prlimit"));
        words.add("--as=" + memory.bytes());
        words.add("--stack=" + STACK.bytes());
        words.add("--fsize=" + largestFile.bytes());
        words.add("--cpu=" + processorTime.toSeconds());
        words.addAll(List.of("--core=0", "--nofile=" + MOST_OPEN_FILES, "--"));
        return List.copyOf(words);
    }

    /** Whether this host lets us keep a program apart: a hardened kernel or service may not. */
    public enum Apartness {
        NAMESPACES,
        NONE;

        /** Tries it: takes some milliseconds. */
        public static Apartness here() throws InterruptedException {
            Jail small =
                    new Jail(ByteSize.mebibytes(256), ByteSize.mebibytes(1), Duration.ofSeconds(5));
            List<String> command = new ArrayList<>(small.words(NAMESPACES));
            command.add("true");
            ProcessBuilder trial = new ProcessBuilder(command);
            trial.redirectErrorStream(true);
            trial.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            try {
                Process process = trial.start();
                try {
                    return process.waitFor(PATIENCE) && process.exitValue() == 0
                            ? NAMESPACES
                            : NONE;
                } finally {
                    process.destroyForcibly();
                }
            } catch (IOException absent) {
                return NONE;
            }
        }
    }
}
