package oxt.trust.tpm;

import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Malformed;

/** A signature that a TPM made (TPMT_SIGNATURE; part 2, 11.3.4). */
public sealed interface TpmSignature {

    HashAlgorithm hash();

    /** By RSASSA-PKCS1-v1_5 or RSASSA-PSS. */
    record Rsa(SigningScheme.Kind kind, HashAlgorithm hash, Bytes value) implements TpmSignature {}

    /**
     * @param r and {@code s}: may lack leading zeros
     */
    record Ecdsa(HashAlgorithm hash, Bytes r, Bytes s) implements TpmSignature {}

    /** Whether this key made it, of these bytes. */
    default boolean isBy(PublicArea key, Bytes signed, SignatureCheck check) {
        return switch (this) {
            case Rsa rsa ->
                    key.parameters() instanceof KeyParameters.Rsa by
                            && check.isGood(by, rsa, signed);
            case Ecdsa ecdsa ->
                    key.parameters() instanceof KeyParameters.Ecc by
                            && check.isGood(by, ecdsa, signed);
        };
    }

    /** All of the bytes, or the problem {@code tpm-malformed}. */
    static Reading<TpmSignature> read(Bytes bytes) {
        try {
            TpmReader in = new TpmReader(bytes);
            TpmSignature signature = read(in);
            in.end("the signature");
            return Reading.good(signature);
        } catch (Malformed malformed) {
            return Reading.bad(
                    new Problem.Invalid(
                            "tpm-malformed",
                            malformed.sentence("The signature"),
                            "Ask the machine for new evidence."));
        }
    }

    private static TpmSignature read(TpmReader in) {
        int number = in.u16("how it was signed");
        SigningScheme.Kind kind =
                SigningScheme.Kind.ofTcgNumber(number)
                        .orElseThrow(
                                () ->
                                        in.malformed(
                                                "an unknown scheme "
                                                        + TpmReader.hex(number)
                                                        + " ends"));
        HashAlgorithm hash = in.hash("the hash of what was signed");
        return switch (kind) {
            case RSASSA, RSAPSS ->
                    new Rsa(kind, hash, in.sized(KeyParameters.LARGEST_MODULUS, "the signature"));
            case ECDSA ->
                    new Ecdsa(
                            hash,
                            in.sized(KeyParameters.LARGEST_COORDINATE, "r"),
                            in.sized(KeyParameters.LARGEST_COORDINATE, "s"));
        };
    }
}
