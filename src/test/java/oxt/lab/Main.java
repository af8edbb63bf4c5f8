package oxt.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code java oxt.lab.Main HOME IMAGE WORK REPORTS [SCENARIO...]}: runs the named scenarios, or
 * all. The exit code is 0 if all is as they say.
 */
final class Main {
    /** What the lab may take of {@code ./check}. */
    private static final Duration PATIENCE =
            Duration.ofMinutes(Integer.getInteger("oxt.lab.minutes", 25));

    private Main() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        Path home = Path.of(words[0]);
        Path work = Path.of(words[2]);
        var report = new Report(Path.of(words[3]));
        var laboratory = new Laboratory(home, Path.of(words[1]), work, report, PATIENCE);
        List<Scenario> scenarios =
                scenarios(
                        home.resolve("lab/xen/scenarios"), List.of(words).subList(4, words.length));
        for (Scenario.Kind kind : Scenario.Kind.values()) {
            laboratory.run(kind, scenarios.stream().filter(each -> each.kind() == kind).toList());
        }
        System.exit(report.hasFailed() ? 1 : 0);
    }

    /** In the order of their names; those without a number only where they are asked for. */
    private static List<Scenario> scenarios(Path folder, List<String> names) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                boolean isNumbered = Character.isDigit(name.charAt(0));
                if (names.isEmpty() ? isNumbered : names.contains(name)) {
                    scenarios.add(Scenario.read(file));
                }
            }
        }
        return scenarios;
    }
}
