package oxt.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that tests start, and what they print. */
final class Child {
    private static final int PATIENCE_SECONDS = 60;

    private Child() {}

    static boolean isInstalled(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** The command line in a JVM of its own, as the shell's words. */
    static List<String> oxt(String... jvmOptions) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.add("--enable-native-access=ALL-UNNAMED");
        words.addAll(List.of(jvmOptions));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "oxt.cli.Main"));
        return words;
    }

    /** Both streams together; {@code run} is where the daemon's socket is. */
    static ProcessBuilder builder(Path run, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("OXT_RUN", run.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        // Each JVM would print that it was told something by this.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }

    static String output(Path run, String input, List<String> words)
            throws IOException, InterruptedException {
        Process process = builder(run, words).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still runs: " + words);
        }
        return output;
    }
}
