package oxt.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oxt.host.Deadline;
import oxt.host.ProcessIdentity;
import oxt.model.ProblemException;

/**
 * What a daemon that was killed has left: programs that it had started to do a step, which go on
 * and would make files after these were cleared away; and empty folders made for such files.
 */
public final class Orphans {
    private static final Duration DEATH = Duration.ofSeconds(5);

    private Orphans() {}

    /** Ends those that work on files of this state folder, which is the caller's alone. */
    public static void end(Layout layout) throws InterruptedException {
        String folder = layout.state() + "/";
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
            if (identity.isPresent() && isOf(process.pid(), folder)) {
                boolean _ = identity.get().kill(Deadline.after(DEATH));
            }
        }
        try {
            DiskFiles.clearEmpty(layout);
        } catch (IOException e) {
            throw new ProblemException(HostFiles.problem(e).problem(), e);
        }
    }

    private static boolean isOf(long pid, String folder) {
        try {
            String line =
                    Files.readString(
                            Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            List<String> words = List.of(line.split("\0"));
            return words.getFirst().endsWith("/qemu-img")
                    && words.stream().anyMatch(word -> isUnfinished(word, folder));
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    /** An administrator's own qemu-img works on whole files. */
    private static boolean isUnfinished(String word, String folder) {
        String name = word.substring(word.lastIndexOf('/') + 1);
        return word.startsWith(folder) && !DurableFile.finished(name).equals(name);
    }
}
