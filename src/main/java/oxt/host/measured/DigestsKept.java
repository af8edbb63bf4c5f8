package oxt.host.measured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.host.PosixFiles;
import oxt.model.Digest;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.plan.FileStamp;

/**
 * Digests of files that have not been touched since, for this boot of the machine only: what
 * happens to a disk while the machine is off leaves no trace in a file's times.
 */
public final class DigestsKept {
    /** Some hundred bytes each; a machine has a few dozen files of images. */
    static final int MOST = 4096;

    private static final long LARGEST_FILE = 1 << 20;
    private static final String HEAD = "oxt-digests 1 ";
    private static final Pattern LINE =
            Pattern.compile(
                    "(-?\\d{1,20}) (-?\\d{1,20}) (\\d{1,19}) (-?\\d{1,19}) (-?\\d{1,19})"
                            + " (sha256:[0-9a-f]{64})");

    private final Path file;
    private final String boot;
    private final Map<FileStamp, Digest> digests = new LinkedHashMap<>();
    private Optional<Problem> flaw = Optional.empty();

    /**
     * @param boot another after each start of the machine
     */
    public DigestsKept(Path file, String boot) {
        this.file = file;
        this.boot = boot;
        read();
    }

    synchronized Optional<Digest> find(FileStamp stamp) {
        return Optional.ofNullable(digests.get(stamp));
    }

    synchronized void keep(FileStamp stamp, Digest digest) {
        // Who comes again is young again.
        digests.remove(stamp);
        digests.put(stamp, digest);
        if (digests.size() > MOST) {
            digests.remove(digests.keySet().iterator().next());
        }
        try {
            PosixFiles.replaceUnsynced(file, text(boot, digests), "rw-------");
            flaw = Optional.empty();
        } catch (ProblemException full) {
            flaw = Optional.of(full.problems().getFirst());
        }
    }

    /** Why the next daemon will have to read what this one, or the one before it, has read. */
    public synchronized Optional<Problem> flaw() {
        return flaw;
    }

    private void read() {
        try {
            TrustedFile.Status status = TrustedFile.Status.of(file);
            boolean isPlain = (status.mode() & TrustedFile.KIND) == TrustedFile.FILE;
            boolean isOurs = status.isOurs() && (status.mode() & TrustedFile.WRITE) == 0;
            if (!isPlain || !isOurs || status.stamp().size() > LARGEST_FILE) {
                spoilt();
                return;
            }
            parse(Files.readString(file), boot).ifPresentOrElse(digests::putAll, this::spoilt);
        } catch (NoSuchFileException _) {
            // Nothing was measured since the machine was started.
        } catch (IOException _) {
            spoilt();
        }
    }

    /** What is kept, line by line. */
    public static String text(String boot, Map<FileStamp, Digest> digests) {
        StringBuilder text = new StringBuilder(HEAD).append(boot).append('\n');
        digests.forEach(
                (stamp, digest) ->
                        text.append(stamp.device())
                                .append(' ')
                                .append(stamp.inode())
                                .append(' ')
                                .append(stamp.size())
                                .append(' ')
                                .append(stamp.modifiedNanos())
                                .append(' ')
                                .append(stamp.changedNanos())
                                .append(' ')
                                .append(digest)
                                .append('\n'));
        return text.toString();
    }

    /** Nothing where it is not as it was written; of another boot it is an empty map. */
    public static Optional<Map<FileStamp, Digest>> parse(String text, String boot) {
        String[] lines = text.split("\n", -1);
        // A text that ends with a line has nothing behind it.
        if (!lines[0].startsWith(HEAD) || !lines[lines.length - 1].isEmpty()) {
            return Optional.empty();
        }
        Map<FileStamp, Digest> digests = new LinkedHashMap<>();
        for (int index = 1; index < lines.length - 1; index++) {
            Matcher line = LINE.matcher(lines[index]);
            if (!line.matches() || digests.size() == MOST) {
                return Optional.empty();
            }
            try {
                digests.put(
                        new FileStamp(
                                Long.parseLong(line.group(1)),
                                Long.parseLong(line.group(2)),
                                Long.parseLong(line.group(3)),
                                Long.parseLong(line.group(4)),
                                Long.parseLong(line.group(5))),
                        new Digest(line.group(6)));
            } catch (NumberFormatException tooLarge) {
                return Optional.empty();
            }
        }
        return Optional.of(lines[0].equals(HEAD + boot) ? digests : Map.of());
    }

    /** Of what is half wrong nothing is believed. */
    private void spoilt() {
        flaw =
                Optional.of(
                        new Problem.Failed(
                                "kept-digests-spoilt",
                                "The digests that were kept in "
                                        + file
                                        + " are not as oxtd wrote them: files of measured VMs are"
                                        + " read anew.",
                                "Nothing needs doing; find out who else writes to that folder."));
    }
}
