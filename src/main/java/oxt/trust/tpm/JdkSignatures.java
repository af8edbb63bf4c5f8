package oxt.trust.tpm;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/** Signatures as the JDK checks them. */
public final class JdkSignatures implements SignatureCheck {
    private static final int PSS_TRAILER = 1;

    /** EMSA-PSS has two bytes besides hash and salt (RFC 8017, 9.1.1). */
    private static final int BESIDE_SALT = 2;

    @Override
    public boolean isGood(KeyParameters.Rsa key, TpmSignature.Rsa signature, Bytes signed) {
        Optional<PublicKey> by = PublicKeys.of(key);
        if (by.isEmpty()) {
            return false;
        }
        HashAlgorithm hash = signature.hash();
        return switch (signature.kind()) {
            case RSASSA ->
                    isGood(
                            by.get(),
                            plain(hash) + "withRSA",
                            Optional.empty(),
                            signed,
                            signature.value());
            // A TPM's salt is as long as the digest, or as long as fits (part 1, B.7).
            case RSAPSS ->
                    isGood(by.get(), hash, hash.size(), signed, signature.value())
                            || isGood(
                                    by.get(),
                                    hash,
                                    signature.value().length() - hash.size() - BESIDE_SALT,
                                    signed,
                                    signature.value());
            case ECDSA -> false;
        };
    }

    @Override
    public boolean isGood(KeyParameters.Ecc key, TpmSignature.Ecdsa signature, Bytes signed) {
        int size = key.curve().size();
        Optional<PublicKey> by = PublicKeys.of(key);
        if (by.isEmpty() || signature.r().length() > size || signature.s().length() > size) {
            return false;
        }
        byte[] value = new byte[2 * size];
        put(signature.r(), value, size);
        put(signature.s(), value, 2 * size);
        return isGood(
                by.get(),
                plain(signature.hash()) + "withECDSAinP1363Format",
                Optional.empty(),
                signed,
                Bytes.of(value));
    }

    private static boolean isGood(
            PublicKey key, HashAlgorithm hash, int salt, Bytes signed, Bytes value) {
        if (salt < 0) {
            return false;
        }
        var parameters =
                new PSSParameterSpec(
                        hash.javaName(),
                        "MGF1",
                        new MGF1ParameterSpec(hash.javaName()),
                        salt,
                        PSS_TRAILER);
        return isGood(key, "RSASSA-PSS", Optional.of(parameters), signed, value);
    }

    private static boolean isGood(
            PublicKey key,
            String algorithm,
            Optional<AlgorithmParameterSpec> parameters,
            Bytes signed,
            Bytes value) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            if (parameters.isPresent()) {
                signature.setParameter(parameters.get());
            }
            signature.initVerify(key);
            signature.update(signed.toArray());
            return signature.verify(value.toArray());
        } catch (GeneralSecurityException notOne) {
            return false;
        }
    }

    /** SHA256, as names of signatures have it. */
    private static String plain(HashAlgorithm hash) {
        return hash.name();
    }

    /** Right-aligned, before the end. */
    private static void put(Bytes number, byte[] into, int end) {
        byte[] bytes = number.toArray();
        System.arraycopy(bytes, 0, into, end - bytes.length, bytes.length);
    }
}
