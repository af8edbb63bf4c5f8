package oxt.trust.tpm;

import java.util.Map;
import oxt.model.Problem;

/**
 * A TPM's no (TPM_RC; part 2, 6.6).
 *
 * @param command as {@link Head#word} has it
 * @param code as it came, 0x99D for example
 */
public record TpmRefusal(String command, long code) {

    /** TPM_RC_INTEGRITY, as a TPM answers for what another one made. */
    public static final long OTHER_KEY = 0x09F;

    /** Reasons that somebody can do something about. */
    public enum Reason {
        /** What the policy asks for is not so. */
        POLICY,
        /** Too many wrong secrets; for a while it takes none. */
        LOCKED_OUT,
        /** The secret is wrong. */
        SECRET,
        /** What was sealed is of another TPM, or of this one before it was cleared. */
        NOT_ITS_OWN,
        /** There is nothing by this handle. */
        NOTHING_THERE,
        TAKEN,
        FULL,
        /** A counter that nobody has counted with. */
        UNWRITTEN,
        /** The firmware switched a part of it off. */
        SWITCHED_OFF,
        /** Ask again. */
        BUSY,
        /** It failed its own tests, or nobody started it. */
        BROKEN,
        OTHER
    }

    /** Of format 1: the lower six bits say what, the others of which parameter or session. */
    private static final int FORMAT_ONE = 0x080;

    private static final int ERROR_OF_FORMAT_ONE = 0x03F;
    private static final int ANY = 0xFFF;

    private static final Map<Integer, Reason> FORMAT_ONE_REASONS =
            Map.of(
                    0x05, Reason.SWITCHED_OFF,
                    0x0B, Reason.NOTHING_THERE,
                    0x0E, Reason.SECRET,
                    0x1D, Reason.POLICY,
                    0x1F, Reason.NOT_ITS_OWN,
                    0x22, Reason.SECRET);

    private static final Map<Integer, Reason> FORMAT_ZERO_REASONS =
            Map.ofEntries(
                    Map.entry(0x100, Reason.BROKEN),
                    Map.entry(0x101, Reason.BROKEN),
                    Map.entry(0x120, Reason.SWITCHED_OFF),
                    // A register changed since the policy looked.
                    Map.entry(0x128, Reason.POLICY),
                    Map.entry(0x126, Reason.POLICY),
                    Map.entry(0x14A, Reason.UNWRITTEN),
                    Map.entry(0x14B, Reason.FULL),
                    Map.entry(0x14C, Reason.TAKEN),
                    Map.entry(0x902, Reason.FULL),
                    Map.entry(0x903, Reason.FULL),
                    Map.entry(0x904, Reason.FULL),
                    Map.entry(0x908, Reason.BUSY),
                    Map.entry(0x90A, Reason.BUSY),
                    Map.entry(0x920, Reason.BUSY),
                    Map.entry(0x921, Reason.LOCKED_OUT),
                    Map.entry(0x922, Reason.BUSY));

    public Reason reason() {
        int number = (int) code & ANY;
        return (number & FORMAT_ONE) != 0
                ? FORMAT_ONE_REASONS.getOrDefault(number & ERROR_OF_FORMAT_ONE, Reason.OTHER)
                : FORMAT_ZERO_REASONS.getOrDefault(number, Reason.OTHER);
    }

    public Problem problem() {
        return switch (reason()) {
            case POLICY ->
                    new Problem.Denied(
                            "tpm-policy",
                            "The TPM does not open it: what its policy asks for is not so"
                                    + numbered(),
                            "Boot what it was sealed to, or use the recovery key.");
            case LOCKED_OUT ->
                    new Problem.Denied(
                            "tpm-locked-out",
                            "The TPM takes no secrets for a while, after too many wrong ones"
                                    + numbered(),
                            "Wait (tpm2_getcap properties-variable says how long), or use the recovery key.");
            case SECRET ->
                    new Problem.Denied(
                            "tpm-secret",
                            "The TPM wants a password that is not the one given" + numbered(),
                            "Clear the owner's password of the TPM (tpm2_changeauth -c owner),"
                                    + " which oxt needs to be empty.");
            case NOT_ITS_OWN ->
                    new Problem.Denied(
                            "tpm-not-its-own",
                            "It was sealed by another TPM, or by this one before it was cleared"
                                    + numbered(),
                            "Use the recovery key, then seal it again here.");
            case NOTHING_THERE ->
                    new Problem.Missing(
                            "tpm-nothing-there",
                            "What was asked of is not in the TPM any more" + numbered(),
                            "Use the recovery key, then seal it again.");
            case TAKEN ->
                    new Problem.Conflict(
                            "tpm-taken",
                            "The TPM has something else by that number" + numbered(),
                            "Look with tpm2_getcap handles-nv-index whose it is.");
            case FULL ->
                    new Problem.Conflict(
                            "tpm-full",
                            "The TPM has no room for more" + numbered(),
                            "End other programs that use it, or remove a sealed secret.");
            case UNWRITTEN ->
                    new Problem.Conflict(
                            "tpm-unwritten",
                            "Nobody has counted with this counter of the TPM" + numbered(),
                            "Seal the secret again.");
            case SWITCHED_OFF ->
                    new Problem.Conflict(
                            "tpm-switched-off",
                            "The firmware switched this part of the TPM off" + numbered(),
                            "Switch it on in the firmware's settings.");
            case BUSY ->
                    new Problem.Conflict(
                            "tpm-busy",
                            "The TPM is busy with something else" + numbered(),
                            "Try again in a moment.");
            case BROKEN ->
                    new Problem.Failed(
                            "tpm-broken",
                            "The TPM is not at work" + numbered(),
                            "Switch the machine off and on; then look at the firmware's"
                                    + " settings.");
            case OTHER ->
                    new Problem.Failed(
                            "tpm-refused",
                            "The TPM refused something that it should not refuse" + numbered(),
                            "Report this with the number.");
        };
    }

    /** The end of a sentence. */
    private String numbered() {
        return " (" + command + " answered 0x" + Long.toHexString(code) + ").";
    }
}
