package oxt.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the fuzzer calls, by names that it wants, in a process of its own for each parser. */
public final class JazzerEntry {
    private static Target.@Nullable Input input;

    private JazzerEntry() {}

    public static void fuzzerInitialize(String[] words) throws Exception {
        Target target = Targets.named(words[0]);
        input = target.input();
        // Each class is rewritten when it is loaded, for which no input is to blame.
        for (Path known : target.inputs()) {
            target.input().take(Files.readAllBytes(known));
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        if (input == null) {
            throw new IllegalStateException("not initialized");
        }
        input.take(bytes);
    }
}
