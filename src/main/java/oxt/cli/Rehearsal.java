package oxt.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Does once what people do most, with a daemon that has nothing yet, and shows nobody.
 *
 * <p>The build runs it so that the JVM writes down which classes the command line needs: {@code
 * scripts/runtime}.
 */
final class Rehearsal {
    private static final List<List<String>> LINES =
            List.of(
                    List.of("vm", "list"),
                    List.of("vm", "create", "-", "--plan"),
                    List.of("vm", "create", "-"),
                    List.of("vm", "list"),
                    List.of("vm", "list", "--json"),
                    List.of("vm", "list", "--names"),
                    List.of("vm", "list", "--no-color"),
                    List.of("vm", "show", "net"),
                    List.of("vm", "show", "net", "--yaml"),
                    List.of("vm", "set", "net", "memory=512MiB"),
                    List.of("vm", "start", "net"),
                    List.of("vm", "explain", "net"),
                    List.of("vm", "stop", "net", "--patience", "5s"),
                    List.of("image", "list"),
                    List.of("host"),
                    List.of("doctor"),
                    List.of("events"),
                    List.of("audit", "list"),
                    List.of("vm", "stat"),
                    List.of("vm", "start", "--help"),
                    List.of("vm", "show", "nobody"),
                    List.of("vm", "remove", "net", "--yes"));

    private static final String DOCUMENT = "name: net\ntemplate: network\n";

    private Rehearsal() {}

    public static void main(String[] words) {
        // As in main, whose own classes would be missing otherwise: that costs 20 ms.
        Surroundings real = Main.surroundings(System.getenv());
        new Program(real).run(List.of("--version"));
        Daemon daemon = real.daemon();
        for (Output.Reader reader : List.of(Output.Reader.PERSON, Output.Reader.PROGRAM)) {
            for (List<String> line : LINES) {
                new Program(surroundings(reader, daemon)).run(line);
            }
        }
    }

    private static Surroundings surroundings(Output.Reader reader, Daemon daemon) {
        return new Surroundings(
                new Output(OutputStream.nullOutputStream(), reader, () -> Terminal.USUAL_COLUMNS),
                new Output(OutputStream.nullOutputStream(), reader, () -> Terminal.USUAL_COLUMNS),
                new ByteArrayInputStream(DOCUMENT.getBytes(StandardCharsets.UTF_8)),
                Surroundings.Input.PROGRAM,
                Map.of(),
                Path.of(""),
                Surroundings.Form.TEXT,
                daemon);
    }
}
