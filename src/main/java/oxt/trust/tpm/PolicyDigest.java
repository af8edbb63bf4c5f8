package oxt.trust.tpm;

import java.util.List;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.PcrBank;

/**
 * The digest of a policy, computed as the TPM does while a session meets it (part 3, 23).
 *
 * @param value zeros where nothing is asked for yet
 */
public record PolicyDigest(Bytes value) {
    /** Of every policy here. */
    public static final HashAlgorithm HASH = HashAlgorithm.SHA256;

    public static final PolicyDigest BEGINNING = new PolicyDigest(Bytes.filled(0, HASH.size()));

    /** And these registers have these values (23.7). */
    public PolicyDigest andRegisters(PcrSelection selection, PcrBank values) {
        TpmWriter out = code(PolicyCommands.PolicyPcr.CODE);
        selection.writeAlone(out);
        return extended(out.bytes(selection.digest(HASH, values)));
    }

    /** And the counter has this value (23.9). */
    public PolicyDigest andCounter(Bytes nameOfCounter, long count) {
        Bytes arguments =
                HASH.digest(
                        new TpmWriter()
                                .u64(count)
                                .u16(0)
                                .u16(PolicyCommands.PolicyNv.EQUAL)
                                .written());
        return extended(code(PolicyCommands.PolicyNv.CODE).bytes(arguments).bytes(nameOfCounter));
    }

    /** And somebody knows the secret of this entity (23.4). */
    public PolicyDigest andSecretOf(Entity entity) {
        PolicyDigest with = extended(code(PolicyCommands.PolicySecret.CODE).bytes(entity.name()));
        return with.extended(new TpmWriter());
    }

    /** One of these was met (23.6); at least two. */
    public static PolicyDigest anyOf(List<PolicyDigest> branches) {
        TpmWriter out = code(PolicyCommands.PolicyOr.CODE);
        branches.forEach(branch -> out.bytes(branch.value));
        return BEGINNING.extended(out);
    }

    private static TpmWriter code(int code) {
        return new TpmWriter().u32(code);
    }

    private PolicyDigest extended(TpmWriter by) {
        return new PolicyDigest(HASH.digest(value, by.written()));
    }
}
