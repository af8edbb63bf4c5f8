package oxt.trust.tpm;

import java.time.Duration;
import java.util.SortedMap;
import oxt.model.Problem;
import oxt.trust.tpm.ReportCommands.GetProperties;

/**
 * How a TPM stands that takes no secrets after too many wrong ones (part 1, 19.8).
 *
 * @param failures that are not forgiven yet
 * @param forgiving so long it takes to forgive one
 */
public record Lockout(long failures, Duration forgiving) {
    /** TPM_PT_LOCKOUT_COUNTER and TPM_PT_LOCKOUT_INTERVAL; part 2, 6.13. */
    private static final long COUNTER = 0x20E;

    private static final long INTERVAL = 0x210;

    public static GetProperties question() {
        return new GetProperties(COUNTER, (int) (INTERVAL - COUNTER) + 1);
    }

    public static Lockout of(SortedMap<Long, Long> properties) {
        return new Lockout(
                properties.getOrDefault(COUNTER, 0L),
                Duration.ofSeconds(properties.getOrDefault(INTERVAL, 0L)));
    }

    public Problem problem() {
        return new Problem.Denied(
                "tpm-locked-out",
                "The TPM takes no secrets, after "
                        + failures
                        + " wrong ones; it forgives one every "
                        + forgiving.toSeconds()
                        + " s.",
                "Wait that long with the machine switched on, or use the recovery key.");
    }
}
