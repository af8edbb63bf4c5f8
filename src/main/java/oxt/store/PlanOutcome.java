package oxt.store;

import java.util.Locale;

/** How a plan ended. */
public enum PlanOutcome {
    DONE,
    ROLLED_BACK,
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
