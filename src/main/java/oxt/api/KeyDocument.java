package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.Reading;
import oxt.trust.Bytes;

/**
 * The key that a machine's evidence has to be signed by, as somebody enrolled it; made by {@code
 * oxt launch enroll}.
 *
 * @param key the attestation key, a TPMT_PUBLIC with its attributes
 * @param endorsement the key of the TPM that it was bound to, a TPMT_PUBLIC
 */
public record KeyDocument(Bytes key, Optional<Bytes> endorsement) {
    private static final int LARGEST = 4_096;

    private static final Key<KeyDocument, Bytes> KEY =
            Key.required(
                    "attestation-key",
                    Encoded.base64(LARGEST),
                    "Its public area: TPMT_PUBLIC.",
                    KeyDocument::key);
    private static final Key<KeyDocument, Bytes> ENDORSEMENT =
            Key.optional(
                    "endorsement-key",
                    Encoded.base64(LARGEST),
                    "not told",
                    "The TPM's own key, which it was bound to: TPMT_PUBLIC.",
                    KeyDocument::endorsement);
    public static final RecordShape<KeyDocument> SHAPE =
            RecordShape.of(
                    "attestation key",
                    "The key that a machine's evidence has to be signed by.",
                    List.of(KEY, ENDORSEMENT),
                    fields -> new KeyDocument(fields.of(KEY), fields.find(ENDORSEMENT)));

    static Reading<KeyDocument> read(String json) {
        return Json.read(json, Bounds.DOCUMENT).then(SHAPE::read);
    }
}
