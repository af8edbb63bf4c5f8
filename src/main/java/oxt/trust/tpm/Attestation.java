package oxt.trust.tpm;

import java.util.List;
import java.util.Map;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.Malformed;

/**
 * What a TPM says of its registers and signs: a quote (TPMS_ATTEST; part 2, 10.12.12).
 *
 * <p>Bytes that anybody may have written, until {@link TpmSignature#isBy} says whose they are.
 *
 * @param signer the qualified name of the key
 * @param nonce what whoever asked gave to be signed with it (extraData)
 * @param firmware the TPM's own version
 * @param digest over the selected registers' values, by the hash of the key's scheme
 * @param signed all of it, as the TPM wrote it
 */
public record Attestation(
        Bytes signer,
        Bytes nonce,
        Clock clock,
        long firmware,
        List<PcrSelection> selections,
        Bytes digest,
        Bytes signed) {

    /**
     * When it was (TPMS_CLOCK_INFO; part 2, 10.11.1).
     *
     * @param millis that the TPM has run in all its life
     * @param resets of the TPM: each boot is one
     * @param restarts since the last reset: each time that the machine slept is one
     */
    public record Clock(long millis, long resets, long restarts, Reliable reliable) {}

    /** Whether the clock surely never showed a later moment (part 1, 36.3). */
    public enum Reliable {
        YES,
        /** The TPM lost power without a word; what it shows may have been shown before. */
        NO
    }

    public Attestation {
        selections = List.copyOf(selections);
    }

    /** TPM_GENERATED: a restricted key signs nothing from outside that begins so. */
    private static final long MAGIC = 0xFF54_4347L;

    private static final int QUOTE = 0x8018;

    /** TPMI_ST_ATTEST: what else a TPM may say. */
    private static final Map<Integer, String> OTHERS =
            Map.of(
                    0x8014, "what a memory of the TPM holds",
                    0x8015, "an audit of commands",
                    0x8016, "an audit of a session",
                    0x8017, "a key's certificate",
                    0x8019, "the time",
                    0x801A, "how a key was created",
                    0x801C, "a digest of what a memory of the TPM holds");

    private static final int LARGEST_NAME = 2 + 64;
    private static final int LARGEST_NONCE = 64;
    private static final int LARGEST_DIGEST = 64;

    /** A quote, or the problems {@code tpm-malformed} and {@code evidence-not-a-quote}. */
    public static Reading<Attestation> read(Bytes bytes) {
        try {
            TpmReader in = new TpmReader(bytes);
            if (in.u32("the mark of what a TPM made") != MAGIC) {
                throw in.malformed("the mark ends that a TPM puts on what it made itself");
            }
            int kind = in.u16("the kind");
            return kind == QUOTE ? Reading.good(quote(in, bytes)) : Reading.bad(notAQuote(kind));
        } catch (Malformed malformed) {
            return Reading.bad(
                    new Problem.Invalid(
                            "tpm-malformed",
                            malformed.sentence("The quote"),
                            "Ask the machine for new evidence."));
        }
    }

    private static Problem notAQuote(int kind) {
        return new Problem.Denied(
                "evidence-not-a-quote",
                "The TPM signed "
                        + OTHERS.getOrDefault(kind, "something of kind " + TpmReader.hex(kind))
                        + ", not its registers.",
                "Ask the machine for a quote: oxt launch quote.");
    }

    private static Attestation quote(TpmReader in, Bytes bytes) {
        Bytes signer = in.sized(LARGEST_NAME, "the signer's name");
        Bytes nonce = in.sized(LARGEST_NONCE, "the nonce");
        Clock clock =
                new Clock(
                        in.u64("the clock"),
                        in.u32("the number of resets"),
                        in.u32("the number of restarts"),
                        reliable(in));
        long firmware = in.u64("the firmware's version");
        List<PcrSelection> selections = PcrSelection.readList(in);
        Bytes digest = in.sized(LARGEST_DIGEST, "the registers' digest");
        in.end("the quote");
        return new Attestation(signer, nonce, clock, firmware, selections, digest, bytes);
    }

    private static Reliable reliable(TpmReader in) {
        return switch (in.u8("whether the clock is reliable")) {
            case 0 -> Reliable.NO;
            case 1 -> Reliable.YES;
            default -> throw in.malformed("a truth ends that is neither 0 nor 1");
        };
    }
}
