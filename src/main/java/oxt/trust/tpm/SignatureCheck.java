package oxt.trust.tpm;

import oxt.trust.Bytes;

/** Says whether a key made a signature. {@link JdkSignatures} asks Java's own cryptography. */
public interface SignatureCheck {

    boolean isGood(KeyParameters.Rsa key, TpmSignature.Rsa signature, Bytes signed);

    boolean isGood(KeyParameters.Ecc key, TpmSignature.Ecdsa signature, Bytes signed);
}
