package oxt.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a plan ended. */
public enum PlanOutcome {
    DONE,
    /** A step failed; what was begun is taken back. */
    ROLLED_BACK,
    /** Somebody wanted it no more; what was begun is taken back. */
    CANCELLED,
    /** Taking back failed too; a person is needed. */
    STUCK,
    /** The daemon died meanwhile; what it began was looked at after the restart. */
    INTERRUPTED;

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Nothing where the text is none of these. */
    static Optional<PlanOutcome> parse(String text) {
        return Arrays.stream(values()).filter(outcome -> outcome.text().equals(text)).findFirst();
    }
}
