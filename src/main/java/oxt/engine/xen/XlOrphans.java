package oxt.engine.xen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oxt.engine.files.Layout;
import oxt.host.Deadline;
import oxt.host.ProcessIdentity;

/**
 * What xl was doing for a daemon that was killed: it would go on, and make a domain of a VM that
 * was found to be off. What it leaves half made is found and destroyed like any domain.
 */
public final class XlOrphans {
    private static final Duration DEATH = Duration.ofSeconds(5);

    private XlOrphans() {}

    /** Ends those that work on files of these folders, which are the caller's alone. */
    public static void end(Layout layout) throws InterruptedException {
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
            if (identity.isPresent() && isOf(process.pid(), layout)) {
                boolean _ = identity.get().kill(Deadline.after(DEATH));
            }
        }
    }

    private static boolean isOf(long pid, Layout layout) {
        try {
            Path process = Path.of("/proc/" + pid);
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            List<String> words = List.of(line.split("\0"));
            return isXl(words)
                    && words.stream().anyMatch(word -> isIn(word, layout))
                    && !isLookingAfterADomain(process);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    /** Debian's is at first a shell that looks which Xen runs. */
    private static boolean isXl(List<String> words) {
        return words.stream().limit(2).anyMatch(word -> word.endsWith("/" + Xl.PROGRAM));
    }

    private static boolean isIn(String word, Layout layout) {
        return word.startsWith(layout.run() + "/") || word.startsWith(layout.state() + "/");
    }

    /**
     * When its domain is made, it becomes the leader of a session of its own, and waits for its
     * end.
     */
    private static boolean isLookingAfterADomain(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        // The name in brackets may have spaces; behind it come state, parent, group and session.
        String[] numbers = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return numbers.length > 3 && numbers[3].equals(process.getFileName().toString());
    }
}
