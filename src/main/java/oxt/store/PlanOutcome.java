package oxt.store;

import java.util.Locale;

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

    static PlanOutcome of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
