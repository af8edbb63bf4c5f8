package oxt.trust.tpm;

import java.time.Duration;
import java.util.SortedMap;
import oxt.trust.tpm.ReportCommands.GetProperties;

/**
 * How a TPM guards itself against who guesses secrets (part 1, 19.8).
 *
 * @param failures that are not forgiven yet
 * @param most from here on it takes no secrets
 * @param forgiving so long it takes to forgive one
 */
public record Lockout(State state, long failures, long most, Duration forgiving) {
    private static final long PERMANENT = 0x200;
    private static final long COUNTER = 0x20E;
    private static final long MOST = 0x20F;
    private static final long INTERVAL = 0x210;
    private static final int IN_LOCKOUT = 1 << 9;

    public enum State {
        OPEN,
        LOCKED
    }

    public static GetProperties question() {
        return new GetProperties(PERMANENT, (int) (INTERVAL - PERMANENT) + 1);
    }

    public static Lockout of(SortedMap<Long, Long> properties) {
        boolean locked = (properties.getOrDefault(PERMANENT, 0L) & IN_LOCKOUT) != 0;
        return new Lockout(
                locked ? State.LOCKED : State.OPEN,
                properties.getOrDefault(COUNTER, 0L),
                properties.getOrDefault(MOST, 0L),
                Duration.ofSeconds(properties.getOrDefault(INTERVAL, 0L)));
    }

    public String sentence() {
        return switch (state) {
            case OPEN ->
                    "The TPM has seen "
                            + failures
                            + " wrong secrets; at "
                            + most
                            + " it takes none for a while.";
            case LOCKED ->
                    "The TPM takes no secrets, after "
                            + failures
                            + " wrong ones; it forgives one in "
                            + forgiving.toSeconds()
                            + " s.";
        };
    }
}
