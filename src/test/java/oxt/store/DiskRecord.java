package oxt.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What strace wrote down of a process: each write to the files below a folder with its bytes, each
 * sync, and what the process said between them.
 *
 * <p>A call that another thread's call falls into is written in two lines. Its words are all in the
 * first; it has happened at the second.
 */
final class DiskRecord {
    /** Longer than any write of SQLite's: a page, or a frame of its log. */
    private static final int LONGEST_WRITE = 100_000;

    private static final String CALLS =
            "openat,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,"
                    + "fsync,fdatasync,sync_file_range,msync,copy_file_range,rename,renameat,"
                    + "renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat";

    private static final Pattern WHOLE = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (-?\\d+).*");
    private static final Pattern BEGUN =
            Pattern.compile("(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>");
    private static final Pattern DONE =
            Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)\\) += (-?\\d+).*");

    /** A text, or behind a number the path of that file, each byte in hexadecimal. */
    private static final Pattern WORD =
            Pattern.compile("(?:AT_FDCWD|(\\d+))<((?:\\\\x..)*)[^>]*>|\"((?:\\\\x..)*)\"(\\.*)");

    private final Path folder;
    private final List<DiskEvent> events = new ArrayList<>();
    private final Map<Integer, String> begun = new HashMap<>();

    private DiskRecord(Path folder) {
        this.folder = folder;
    }

    /** What to run a process under, so that this file becomes its record. */
    static List<String> strace(Path record) {
        return List.of(
                "strace",
                "--follow-forks",
                "--seccomp-bpf",
                "--quiet=all",
                "--decode-fds=path",
                "--strings-in-hex=all",
                "--string-limit=" + LONGEST_WRITE,
                "--signal=none",
                "--trace=" + CALLS,
                "--output=" + record);
    }

    /** The events of the files below a folder. */
    static List<DiskEvent> read(Path record, Path folder) throws IOException {
        DiskRecord reading = new DiskRecord(folder);
        try (BufferedReader lines = Files.newBufferedReader(record, StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reading.take(line);
            }
        }
        return reading.events;
    }

    private void take(String line) {
        Matcher whole = WHOLE.matcher(line);
        if (whole.matches()) {
            int thread = Integer.parseInt(whole.group(1));
            begin(thread, whole.group(2), whole.group(3));
            end(thread, whole.group(2), whole.group(3), Long.parseLong(whole.group(4)));
            return;
        }
        Matcher first = BEGUN.matcher(line);
        if (first.matches()) {
            int thread = Integer.parseInt(first.group(1));
            begun.put(thread, first.group(3));
            begin(thread, first.group(2), first.group(3));
            return;
        }
        Matcher second = DONE.matcher(line);
        if (second.matches()) {
            int thread = Integer.parseInt(second.group(1));
            String words = Optional.ofNullable(begun.remove(thread)).orElse("");
            end(thread, second.group(2), words + second.group(3), Long.parseLong(second.group(4)));
        }
    }

    /** Words are said when they are begun, and a sync waits from then on. */
    private void begin(int thread, String call, String words) {
        switch (call) {
            case "fsync", "fdatasync" ->
                    path(words)
                            .ifPresent(path -> events.add(new DiskEvent.SyncBegun(thread, path)));
            case "write" -> {
                if (words.startsWith("1<")) {
                    said(text(words)).forEach(line -> events.add(new DiskEvent.Say(line)));
                }
            }
            default -> {}
        }
    }

    private static List<String> said(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII).lines().toList();
    }

    private void end(int thread, String call, String words, long result) {
        if (result < 0 || (!call.equals("write") && path(words).isEmpty())) {
            return;
        }
        switch (call) {
            case "fsync", "fdatasync" -> events.add(new DiskEvent.SyncDone(thread));
            case "pwrite64" -> write(words);
            case "ftruncate" -> resize(words);
            case "openat" -> open(words);
            case "mkdir" -> events.add(new DiskEvent.MakeFolder(path(words).orElseThrow()));
            case "unlink" -> events.add(new DiskEvent.Remove(path(words).orElseThrow()));
            case "rename" -> {
                List<Path> both = paths(words);
                events.add(new DiskEvent.Rename(both.getFirst(), both.getLast()));
            }
            case "write" -> {
                if (path(words).isPresent()) {
                    throw new AssertionError("a write without a place: " + path(words));
                }
            }
            default -> throw new AssertionError("a call not known here: " + call + paths(words));
        }
    }

    private void write(String words) {
        Path file = path(words).orElseThrow();
        if (isForgotten(file)) {
            return;
        }
        String offset = words.substring(words.lastIndexOf(' ') + 1);
        events.add(new DiskEvent.Write(file, Long.parseLong(offset), text(words)));
    }

    private void resize(String words) {
        Path file = path(words).orElseThrow();
        if (!isForgotten(file)) {
            String size = words.substring(words.lastIndexOf(' ') + 1);
            events.add(new DiskEvent.Resize(file, Long.parseLong(size)));
        }
    }

    private void open(String words) {
        Path file = paths(words).getLast();
        if (words.contains("O_CREAT") && !isForgotten(file)) {
            events.add(new DiskEvent.Open(file));
            if (words.contains("O_TRUNC")) {
                events.add(new DiskEvent.Resize(file, 0));
            }
        }
    }

    /** SQLite's index of its log is memory that its processes share, made anew by the next one. */
    private static boolean isForgotten(Path file) {
        return file.toString().endsWith("-shm");
    }

    private Optional<Path> path(String words) {
        return paths(words).stream().findFirst();
    }

    /** Those below the folder. */
    private List<Path> paths(String words) {
        List<Path> paths = new ArrayList<>();
        // Two paths have less, and behind one may be what is written.
        Matcher matcher = WORD.matcher(head(words));
        for (int count = 0; count < 3 && matcher.find(); count++) {
            String hex = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            Path path = Path.of(new String(bytes(hex), StandardCharsets.ISO_8859_1));
            if (path.startsWith(folder)) {
                paths.add(path);
            }
            if (matcher.group(1) != null) {
                return paths;
            }
        }
        return paths;
    }

    /** What is written. */
    private static byte[] text(String words) {
        int begin = words.indexOf('"');
        int end = words.indexOf('"', begin + 1);
        if (words.startsWith("...", end + 1)) {
            throw new AssertionError("a write of more than " + LONGEST_WRITE);
        }
        return bytes(words.substring(begin + 1, end));
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 4];
        for (int index = 0; index < bytes.length; index++) {
            int high = Character.digit(hex.charAt(index * 4 + 2), 16);
            int low = Character.digit(hex.charAt(index * 4 + 3), 16);
            bytes[index] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    private static String head(String words) {
        return words.substring(0, Math.min(4_000, words.length()));
    }
}
