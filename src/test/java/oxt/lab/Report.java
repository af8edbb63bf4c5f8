package oxt.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What came out, for a person who watches and as files that {@code ./check} counts. */
final class Report {
    /** The name that a scenario's tests have in front. */
    private static final String PLACE = "lab.xen.";

    private static final double NANOS = 1e9;

    private final Path folder;
    private boolean failed;

    Report(Path folder) {
        this.folder = folder;
    }

    boolean hasFailed() {
        return failed;
    }

    void progress(String line) {
        System.out.println(line);
    }

    void progress(String line, long begun) {
        System.out.printf("%s: %.0f s%n", line, (System.nanoTime() - begun) / NANOS);
    }

    void died(Scenario scenario, Death death) {
        List<Saying> no = List.of(Saying.no("the machine survives it twice", death.sentence()));
        answers(scenario, no, System.nanoTime());
    }

    /** Writes {@code TEST-lab.xen.NAME.xml}, in which each sentence is a test. */
    void answers(Scenario scenario, List<Saying> sayings, long begun) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"" + PLACE + scenario.name() + "\">\n");
        for (Saying saying : sayings) {
            xml.append("  <testcase classname=\"" + PLACE + scenario.name() + "\" name=\"");
            xml.append(escaped(saying.sentence()) + "\">" + outcome(saying) + "</testcase>\n");
            if (saying.verdict() == Saying.Verdict.NO) {
                failed = true;
                progress("  no: " + saying.sentence() + "\n    " + saying.detail());
            }
        }
        xml.append("</testsuite>\n");
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("TEST-" + PLACE + scenario.name() + ".xml"), xml.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress("  " + sayings.size() + " answers", begun);
    }

    private static String outcome(Saying saying) {
        return switch (saying.verdict()) {
            case YES -> "";
            case SKIPPED -> "<skipped message=\"" + escaped(saying.detail()) + "\"/>";
            case NO ->
                    "<failure message=\""
                            + escaped(first(saying.detail()))
                            + "\">"
                            + escaped(saying.detail())
                            + "</failure>";
        };
    }

    private static String first(String detail) {
        return detail.lines().filter(line -> !line.isBlank()).findFirst().orElse("no detail");
    }

    /** As XML 1.0 has it, where most control characters cannot be written at all (section 2.2). */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(
                        point -> {
                            switch (point) {
                                case '<' -> escaped.append("&lt;");
                                case '&' -> escaped.append("&amp;");
                                case '"' -> escaped.append("&quot;");
                                case '\n' -> escaped.append("&#10;");
                                default ->
                                        escaped.appendCodePoint(
                                                point >= ' ' && point < 0xd800 ? point : '?');
                            }
                        });
        return escaped.toString();
    }
}
