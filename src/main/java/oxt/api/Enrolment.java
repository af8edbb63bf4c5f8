package oxt.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.evidence.EndorsementChain;
import oxt.trust.tpm.Credential;
import oxt.trust.tpm.PublicArea;
import oxt.trust.tpm.Secret;

/** How whoever verifies comes to know that an attestation key is a TPM's, and of which TPM. */
public final class Enrolment {
    /** Of each of the three random parts of a challenge. */
    public static final int CHANCE = 32;

    private Enrolment() {}

    /**
     * For a machine's keys.
     *
     * @param random three times {@link #CHANCE} bytes that nobody can guess
     */
    public static Reading<Node.Mapping> challenge(byte[] keys, byte[] random) {
        return json(keys).then(KeysDocument.SHAPE::read).then(read -> challenge(read, random));
    }

    private static Reading<Node.Mapping> challenge(KeysDocument keys, byte[] random) {
        Bytes chance = Bytes.of(random);
        Bytes answer = chance.slice(0, CHANCE);
        var parts =
                new Credential.Chance(
                        Secret.of(answer),
                        Secret.of(chance.slice(CHANCE, CHANCE)),
                        chance.slice(2 * CHANCE, CHANCE));
        return PublicArea.read(keys.attestation(), "The attestation key")
                .then(Enrolment::restricted)
                .then(
                        attestation ->
                                PublicArea.read(keys.endorsement(), "The endorsement key")
                                        .then(
                                                endorsement ->
                                                        credential(
                                                                endorsement, attestation, parts)))
                .map(
                        credential ->
                                ChallengeDocument.SHAPE.write(
                                        new ChallengeDocument(
                                                keys,
                                                credential,
                                                HashAlgorithm.SHA256.digest(answer))));
    }

    private static Reading<PublicArea> restricted(PublicArea key) {
        return key.isRestrictedSigningKey()
                ? Reading.good(key)
                : Reading.bad(
                        new Problem.Denied(
                                "key-not-restricted",
                                "The attestation key may sign what was made up outside the TPM.",
                                "Take the key that oxt launch keys shows."));
    }

    private static Reading<Credential> credential(
            PublicArea endorsement, PublicArea attestation, Credential.Chance chance) {
        return Credential.make(endorsement, attestation.name(), chance)
                .map(Reading::good)
                .orElseGet(
                        () ->
                                Reading.bad(
                                        new Problem.Invalid(
                                                "endorsement-key-unknown",
                                                "The endorsement key is not of RSA with a name by"
                                                        + " SHA-256.",
                                                "Take the key that oxt launch keys shows.")));
    }

    /**
     * The key's document, where the TPM answered the challenge.
     *
     * @param makers certificates in PEM of whoever may have made the TPM; nothing where the
     *     endorsement key is known otherwise
     * @param now for the certificates' terms
     */
    public static Reading<Node.Mapping> enrol(
            byte[] challenge, byte[] answer, Optional<byte[]> makers, Instant now) {
        return json(challenge)
                .then(ChallengeDocument.SHAPE::read)
                .then(
                        asked ->
                                json(answer)
                                        .then(AnswerDocument.SHAPE::read)
                                        .then(said -> enrol(asked, said, makers, now)));
    }

    private static Reading<Node.Mapping> enrol(
            ChallengeDocument asked, Bytes said, Optional<byte[]> makers, Instant now) {
        if (!HashAlgorithm.SHA256.digest(said).equals(asked.expected())) {
            return Reading.bad(
                    new Problem.Denied(
                            "answer-wrong",
                            "This is not the answer to this challenge, so nothing says that both"
                                    + " keys are of one TPM.",
                            "Name the challenge that the machine answered, or make a new one."));
        }
        KeysDocument keys = asked.keys();
        if (makers.isPresent()) {
            Optional<Problem> doubt =
                    EndorsementChain.doubt(
                            keys.endorsement(), keys.certificates(), makers.get(), now);
            if (doubt.isPresent()) {
                return Reading.bad(doubt.get());
            }
        }
        return Reading.good(
                KeyDocument.SHAPE.write(
                        new KeyDocument(keys.attestation(), Optional.of(keys.endorsement()))));
    }

    private static Reading<Node> json(byte[] file) {
        return Json.read(new String(file, StandardCharsets.UTF_8), Bounds.REQUEST);
    }
}
