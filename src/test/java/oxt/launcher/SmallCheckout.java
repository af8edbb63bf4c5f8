package oxt.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A checkout whose command line prints one word, built and started by the real scripts. */
record SmallCheckout(Path home) {
    private static final Path REAL = Path.of("").toAbsolutePath();

    private static final List<String> SCRIPTS =
            List.of(
                    "oxt",
                    "scripts/launch.sh",
                    "scripts/runtime",
                    "scripts/record.sh",
                    "scripts/NewerClassFiles.java");

    static SmallCheckout printing(String word, Path home) throws IOException {
        var checkout = new SmallCheckout(home);
        Files.createDirectories(home.resolve("scripts"));
        Files.createDirectories(home.resolve("target/lib"));
        Files.createDirectories(home.resolve(".oxt"));
        Files.createDirectories(REAL.resolve(".oxt/jre"));
        for (String script : SCRIPTS) {
            Files.copy(REAL.resolve(script), home.resolve(script));
        }
        // Making a Java runtime takes seconds; the checkout's own is the same one.
        Files.createSymbolicLink(home.resolve(".oxt/jre"), REAL.resolve(".oxt/jre"));
        for (String library : List.of("picocli-1.jar", "gson-1.jar", "snakeyaml-engine-1.jar")) {
            writeJar(home.resolve("target/lib").resolve(library), Map.of());
        }
        checkout.compile(word, home.resolve("target/oxt.jar"));
        var built = checkout.run(Map.of(), "scripts/runtime");
        if (built.exit() != 0) {
            throw new AssertionError(built.text());
        }
        return checkout;
    }

    /** Another checkout in the same state, dates and hard links too. */
    SmallCheckout copyTo(Path other) {
        run(Map.of(), "cp", "-a", home.toString(), other.toString());
        return new SmallCheckout(other);
    }

    void remove() {
        // By hand: the link to the real checkout's runtime is to go, not what it points to.
        run(Map.of(), "rm", "-rf", home.toString());
    }

    /** The jar that {@code ./oxt} runs, in the folder the launcher reads. */
    Path runningJar() {
        try (var runtimes = Files.list(home.resolve(".oxt/runtimes"))) {
            return runtimes.map(folder -> folder.resolve("jars/oxt.jar")).findFirst().orElseThrow();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    Path cache() {
        return runningJar().resolve("../../oxt.aot").normalize();
    }

    /** The program whose only act is to print a word. */
    void compile(String word, Path jar) throws IOException {
        Path folder = Files.createTempDirectory(home, "compile");
        Path source = folder.resolve("Main.java");
        Files.writeString(
                source,
                """
                package oxt.cli;
                class Main {
                    public static void main(String[] words) {
                        System.out.println("%s " + String.join(",", words));
                    }
                }
                """
                        .formatted(word));
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), source.toString());
        if (result != 0) {
            throw new AssertionError("The small program does not compile.");
        }
        String name = "oxt/cli/Main.class";
        writeJar(jar, Map.of(name, Files.readAllBytes(folder.resolve(name))));
    }

    private static void writeJar(Path jar, Map<String, byte[]> entries) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/"));
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    Shell.Output oxt(String... words) {
        return oxt(Map.of(), words);
    }

    Shell.Output oxt(Map<String, String> environment, String... words) {
        var order = new ArrayList<String>();
        order.add("./oxt");
        order.addAll(List.of(words));
        return run(environment, order.toArray(String[]::new));
    }

    Shell.Output run(Map<String, String> environment, String... order) {
        return new Shell(home).run(environment, order);
    }

    /** Gives a file a date to the nanosecond. */
    static void date(Path file, FileTime date) throws IOException {
        Files.setLastModifiedTime(file, date);
    }
}
