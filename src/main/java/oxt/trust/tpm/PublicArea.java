package oxt.trust.tpm;

import java.util.Set;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Malformed;

/**
 * What may be known of an object in a TPM (TPMT_PUBLIC; part 2, 12.2.4).
 *
 * @param nameHash by it the object is named, and its policy digested
 * @param policy a policy's digest; empty where no policy gives access
 */
public record PublicArea(
        HashAlgorithm nameHash,
        Set<ObjectAttribute> attributes,
        Bytes policy,
        KeyParameters parameters) {

    private static final int LARGEST_DIGEST = 64;

    public PublicArea {
        attributes = Set.copyOf(attributes);
    }

    /** What the TPM calls it: nothing of the object can change without its name (part 1, 16). */
    public Bytes name() {
        return new TpmWriter().hash(nameHash).bytes(nameHash.digest(written())).written();
    }

    /** It signs only what the TPM itself made: no quote that it signs was made up outside. */
    public boolean isRestrictedSigningKey() {
        return attributes.contains(ObjectAttribute.RESTRICTED)
                && attributes.contains(ObjectAttribute.SIGN)
                && !attributes.contains(ObjectAttribute.DECRYPT)
                && attributes.contains(ObjectAttribute.FIXED_TPM)
                && attributes.contains(ObjectAttribute.SENSITIVE_DATA_ORIGIN);
    }

    /** Without its length before it. */
    public Bytes written() {
        TpmWriter out = new TpmWriter();
        write(out);
        return out.written();
    }

    public void write(TpmWriter out) {
        out.u16(parameters.type())
                .hash(nameHash)
                .u32(ObjectAttribute.bits(attributes))
                .sized(policy);
        parameters.write(out);
    }

    /**
     * All of the bytes, without a length before them.
     *
     * @param what "The attestation key", for example
     */
    public static Reading<PublicArea> read(Bytes bytes, String what) {
        try {
            TpmReader in = new TpmReader(bytes);
            PublicArea area = read(in);
            in.end("the public area");
            return Reading.good(area);
        } catch (Malformed malformed) {
            return Reading.bad(problem(malformed, what));
        }
    }

    private static Problem problem(Malformed malformed, String what) {
        return new Problem.Invalid(
                "tpm-malformed",
                malformed.sentence(what),
                "Take it again from the TPM that it is of; nothing of this may be used.");
    }

    static PublicArea read(TpmReader in) {
        int type = in.u16("the object's type");
        return new PublicArea(
                in.hash("the hash of the name"),
                ObjectAttribute.read(in),
                in.sized(LARGEST_DIGEST, "the policy"),
                KeyParameters.read(type, in));
    }
}
