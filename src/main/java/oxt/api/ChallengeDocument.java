package oxt.api;

import java.util.List;
import oxt.trust.Bytes;
import oxt.trust.tpm.Credential;

/**
 * What only a TPM that has both keys can answer; goes from the verifier to the machine, and stays
 * with the verifier.
 *
 * @param keys of the machine, as it said
 * @param expected SHA-256 of the answer
 */
public record ChallengeDocument(KeysDocument keys, Credential credential, Bytes expected) {
    private static final Key<ChallengeDocument, KeysDocument> KEYS =
            Key.required("keys", KeysDocument.SHAPE, "That it is for.", ChallengeDocument::keys);
    private static final Key<ChallengeDocument, Bytes> IDENTITY =
            Key.required(
                    "identity",
                    Encoded.base64(KeysDocument.LARGEST),
                    "The encrypted answer: TPMS_ID_OBJECT.",
                    challenge -> challenge.credential().identity());
    private static final Key<ChallengeDocument, Bytes> SEED =
            Key.required(
                    "encrypted-seed",
                    Encoded.base64(KeysDocument.LARGEST),
                    "For the endorsement key.",
                    challenge -> challenge.credential().encryptedSeed());
    private static final Key<ChallengeDocument, Bytes> EXPECTED =
            Key.required(
                    "expected",
                    Encoded.hex(32, 32),
                    "SHA-256 of the answer.",
                    ChallengeDocument::expected);
    public static final RecordShape<ChallengeDocument> SHAPE =
            RecordShape.of(
                    "challenge",
                    "What only a TPM that has both keys can answer.",
                    List.of(KEYS, IDENTITY, SEED, EXPECTED),
                    fields ->
                            new ChallengeDocument(
                                    fields.of(KEYS),
                                    new Credential(fields.of(IDENTITY), fields.of(SEED)),
                                    fields.of(EXPECTED)));
}
