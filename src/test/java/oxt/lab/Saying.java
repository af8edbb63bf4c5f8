package oxt.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One sentence of a scenario's, and whether it is true.
 *
 * @param detail what was said below it
 */
record Saying(Verdict verdict, String sentence, String detail) {
    enum Verdict {
        YES("yes: "),
        NO("no: "),
        SKIPPED("skipped: ");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }
    }

    /** The last lines of what a script said that ended without a word on why. */
    private static final int LAST = 20;

    /** What the output of a script that ended with this status says. */
    static List<Saying> of(String output, int status) {
        List<Saying> sayings = new ArrayList<>();
        List<String> detail = new ArrayList<>();
        List<String> lines = output.lines().toList();
        for (String line : lines) {
            Optional<Saying> begun = begun(line);
            if (begun.isEmpty()) {
                detail.add(line);
                continue;
            }
            finish(sayings, detail);
            sayings.add(begun.get());
        }
        finish(sayings, detail);
        String end =
                String.join("\n", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
        if (status != 0 && sayings.stream().noneMatch(saying -> saying.verdict == Verdict.NO)) {
            sayings.add(
                    new Saying(
                            Verdict.NO, "it ends well", "It ended with " + status + ".\n" + end));
        } else if (sayings.isEmpty()) {
            sayings.add(new Saying(Verdict.NO, "it says something", "Nothing was shown.\n" + end));
        }
        return sayings;
    }

    static Saying no(String sentence, String why) {
        return new Saying(Verdict.NO, sentence, why);
    }

    private static Optional<Saying> begun(String line) {
        for (Verdict verdict : Verdict.values()) {
            if (line.startsWith(verdict.word)) {
                String sentence = line.substring(verdict.word.length()).strip();
                return Optional.of(new Saying(verdict, sentence, ""));
            }
        }
        return Optional.empty();
    }

    private static void finish(List<Saying> sayings, List<String> detail) {
        if (!sayings.isEmpty()) {
            Saying last = sayings.removeLast();
            sayings.add(new Saying(last.verdict, last.sentence, String.join("\n", detail)));
        }
        detail.clear();
    }
}
