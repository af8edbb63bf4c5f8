package oxt.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs programs in a folder, as a person there would. */
record Shell(Path folder) {

    /** What a program printed, errors too, without the last line break. */
    record Output(int exit, String text) {}

    Output run(Map<String, String> environment, String... order) {
        var builder = new ProcessBuilder(order).redirectErrorStream(true);
        builder.directory(folder.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text.strip());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
