package oxt.api;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.evidence.BootPolicy;
import oxt.trust.evidence.Evidence;
import oxt.trust.evidence.Question;
import oxt.trust.evidence.Verifier;
import oxt.trust.tpm.JdkSignatures;

/** Judges machines by their evidence, on any machine: no daemon and no TPM is asked. */
public final class Verification {
    private final BootPolicy policy;
    private final Optional<Bytes> nonce;
    private final Optional<Bytes> key;
    private final Optional<Evidence> earlier;

    private Verification(
            BootPolicy policy,
            Optional<Bytes> nonce,
            Optional<Bytes> key,
            Optional<Evidence> earlier) {
        this.policy = policy;
        this.nonce = nonce;
        this.key = key;
        this.earlier = earlier;
    }

    /** Of a policy's file. */
    public static Reading<Verification> by(byte[] policy) {
        return PolicyDocument.read(policy)
                .map(
                        read ->
                                new Verification(
                                        read,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()));
    }

    /** The nonce that was given out, in hexadecimal digits. */
    public Reading<Verification> withNonce(String hex) {
        return nonce(hex).map(read -> new Verification(policy, Optional.of(read), key, earlier));
    }

    /** The key that was enrolled: an attestation key's document. */
    public Reading<Verification> withKey(byte[] document) {
        return KeyDocument.read(new String(document, StandardCharsets.UTF_8))
                .map(read -> new Verification(policy, nonce, Optional.of(read.key()), earlier));
    }

    /** Evidence of the same machine, than which this has to be later. */
    public Reading<Verification> after(byte[] evidence) {
        return read(evidence).map(read -> new Verification(policy, nonce, key, Optional.of(read)));
    }

    /** The verdict; problems where the evidence is no evidence at all. */
    public Reading<VerdictReply> of(byte[] evidence) {
        Verifier verifier = new Verifier(new JdkSignatures());
        return read(evidence)
                .map(
                        read ->
                                VerdictReply.of(
                                        verifier.verify(
                                                read, new Question(policy, nonce, key, earlier))));
    }

    /** As people write one, whatever the case of its letters. */
    public static Reading<Bytes> nonce(String hex) {
        String lower = hex.toLowerCase(Locale.ROOT);
        boolean isOne = lower.matches("([0-9a-f]{2}){" + LEAST_NONCE + "," + MOST_NONCE + "}");
        return isOne
                ? Reading.good(Bytes.ofHex(lower))
                : Reading.bad(
                        new Problem.Invalid(
                                "nonce-invalid",
                                "A nonce has "
                                        + LEAST_NONCE
                                        + " to "
                                        + MOST_NONCE
                                        + " bytes, in hexadecimal digits.",
                                "Make one that nobody can guess: openssl rand -hex 32"));
    }

    /** What nobody can guess or come upon twice. */
    static final int LEAST_NONCE = 16;

    /** Less than a VM's statement is signed by, so that no nonce is one. */
    static final int MOST_NONCE = 32;

    private static Reading<Evidence> read(byte[] evidence) {
        return EvidenceDocument.read(new String(evidence, StandardCharsets.UTF_8));
    }
}
