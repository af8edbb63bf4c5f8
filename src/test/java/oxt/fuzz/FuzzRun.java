package oxt.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One parser's run: Jazzer, which has libFuzzer inside, in a process of its own. */
final class FuzzRun {
    /** One input; the longest honest one takes milliseconds, on a machine with a load. */
    private static final int LONGEST_SECONDS = 20;

    /** In bytes, or as long as the longest in the corpus: bounds have tests of their own. */
    private static final int LONGEST_INPUT = 4096;

    /** Our parsers and those of the libraries they use. */
    private static final String INSTRUMENTED = "oxt.**:com.google.gson.**:org.snakeyaml.**";

    /** Five on a quiet machine: it rewrites each class that it loads. */
    private static final long TO_BEGIN_SECONDS = 300;

    private static final Pattern TRIED = Pattern.compile("(?m)^Done (\\d+) runs");
    private static final Pattern COVERED = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)");
    private static final int MOST_WORDS = 6_000;

    private final Target target;
    private final Path folder;

    FuzzRun(Target target) {
        this.target = target;
        this.folder = Path.of("target/fuzz", target.name()).toAbsolutePath();
    }

    /**
     * How it went.
     *
     * @param finds files with inputs that something is wrong with
     * @param words the end of what the fuzzer said
     */
    record Result(String summary, long inputs, List<Path> finds, String words) {
        Result {
            finds = List.copyOf(finds);
        }
    }

    Result run(int seconds) throws IOException, InterruptedException {
        Path fresh = Files.createDirectories(folder.resolve("corpus"));
        clear(folder);
        clear(fresh);
        int share = target.share().seconds(seconds);
        call(List.of("-max_total_time=" + share, fresh.toString(), corpus()), share);
        Result result = result();
        if (System.getProperty("oxt.fuzz.corpus", "").equals("keep")) {
            call(List.of("-merge=1", corpus(), fresh.toString()), share + 60);
        }
        return result;
    }

    private String corpus() {
        return target.corpus().toAbsolutePath().toString();
    }

    private long longest() throws IOException {
        long longest = LONGEST_INPUT;
        for (Path input : target.inputs()) {
            longest = Math.max(longest, Files.size(input));
        }
        return longest;
    }

    private void call(List<String> last, int seconds) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx384m",
                                "-XX:+UseSerialGC",
                                // The second compiler takes longer than it saves in a minute.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+EnableDynamicAgentLoading",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + JazzerEntry.class.getName(),
                                "--target_args=" + target.name(),
                                "--instrumentation_includes=" + INSTRUMENTED,
                                "--custom_hook_includes=" + INSTRUMENTED,
                                "--instrumentation_excludes=oxt.fuzz.**",
                                "--reproducer_path=" + folder,
                                "-artifact_prefix=" + folder + "/find-",
                                "-timeout=" + LONGEST_SECONDS,
                                "-max_len=" + longest()));
        command.addAll(last);
        Process fuzzer =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log().toFile())
                        .start();
        try {
            if (!fuzzer.waitFor(seconds + TO_BEGIN_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the fuzzer does not end: " + log());
            }
        } finally {
            fuzzer.destroyForcibly();
        }
    }

    private Result result() throws IOException {
        String said = Files.readString(log(), StandardCharsets.ISO_8859_1);
        Matcher tried = TRIED.matcher(said);
        long inputs = tried.find() ? Long.parseLong(tried.group(1)) : 0;
        String covered =
                COVERED.matcher(said)
                        .results()
                        .reduce((_, last) -> last)
                        .map(last -> last.group(1) + " edges, " + last.group(3) + " inputs kept")
                        .orElse("nothing covered");
        List<Path> finds;
        try (Stream<Path> files = Files.list(folder)) {
            finds = files.filter(FuzzRun::isFind).toList();
        }
        return new Result(
                target.name() + ": " + inputs + " inputs, " + covered + ", finds " + finds,
                inputs,
                finds,
                said.substring(Math.max(0, said.length() - MOST_WORDS)));
    }

    /** What was slow and came to an end all the same is none: the machine had a load. */
    private static boolean isFind(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("find-") && !name.startsWith("find-slow-unit-");
    }

    private Path log() {
        return folder.resolve("log");
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
