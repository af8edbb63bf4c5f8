package oxt.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a step is.
 *
 * <pre>
 * BEGUN ──► DONE or FAILED ──► UNDONE or STUCK
 * </pre>
 */
public enum StepState {
    /** It may have half happened. */
    BEGUN,
    DONE,
    /** It said that it did not succeed; it may have half happened all the same. */
    FAILED,
    /** What it did was taken back. */
    UNDONE,
    /** What it did could not be taken back; a person is needed. */
    STUCK;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Nothing where the text is none of these. */
    static Optional<StepState> parse(String text) {
        return Arrays.stream(values()).filter(state -> state.text().equals(text)).findFirst();
    }
}
