package oxt.api;

import java.util.List;
import oxt.trust.Bytes;

/**
 * The keys of a machine's TPM, as it says; answers {@code GET /v1/launch/keys}.
 *
 * @param attestation the key that quotes are signed by, a TPMT_PUBLIC
 * @param endorsement the key that its maker knows it by, a TPMT_PUBLIC
 * @param certificates for the endorsement key, X.509 in DER; empty where the TPM has none
 */
public record KeysDocument(Bytes attestation, Bytes endorsement, List<Bytes> certificates) {
    static final int LARGEST = 4_096;
    private static final int LARGEST_CERTIFICATE = 1 << 16;
    private static final int MOST_CERTIFICATES = 10;

    private static final Key<KeysDocument, Bytes> ATTESTATION =
            Key.required(
                    "attestation-key",
                    Encoded.base64(LARGEST),
                    "By which evidence is signed: TPMT_PUBLIC.",
                    KeysDocument::attestation);
    private static final Key<KeysDocument, Bytes> ENDORSEMENT =
            Key.required(
                    "endorsement-key",
                    Encoded.base64(LARGEST),
                    "By which the TPM's maker knows it: TPMT_PUBLIC.",
                    KeysDocument::endorsement);
    private static final Key<KeysDocument, List<Bytes>> CERTIFICATES =
            Key.standard(
                    "endorsement-certificates",
                    ListShape.of(Encoded.base64(LARGEST_CERTIFICATE), MOST_CERTIFICATES),
                    List.of(),
                    "By the maker, X.509 in DER, the key's own first.",
                    KeysDocument::certificates);
    public static final RecordShape<KeysDocument> SHAPE =
            RecordShape.of(
                    "TPM's keys",
                    "The keys of a machine's TPM, as it says.",
                    List.of(ATTESTATION, ENDORSEMENT, CERTIFICATES),
                    fields ->
                            new KeysDocument(
                                    fields.of(ATTESTATION),
                                    fields.of(ENDORSEMENT),
                                    fields.of(CERTIFICATES)));

    public KeysDocument {
        certificates = List.copyOf(certificates);
    }
}
