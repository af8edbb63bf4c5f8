package oxt.cli;

import oxt.model.Problem;
import oxt.model.ProblemException;

/** Whole numbers on the command line. */
final class Whole {
    /** As many digits never overflow a long. */
    private static final int MOST_DIGITS = 18;

    private Whole() {}

    /** The text itself, which is a number. */
    static String number(Option.Valued option, String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= MOST_DIGITS;
        for (int i = 0; isNumber && i < text.length(); i++) {
            isNumber = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!isNumber) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "not-a-number",
                            option.name() + " is a number; " + Harmless.line(text) + " is not.",
                            "Write " + option.name() + " 0 or more."));
        }
        return text;
    }
}
