package oxt.trust.tpm;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import oxt.trust.Bytes;

/** A TPM's public keys as Java's cryptography wants them. */
public final class PublicKeys {
    private PublicKeys() {}

    /** Nothing where it is no key, or its numbers make none. */
    public static Optional<PublicKey> of(KeyParameters parameters) {
        try {
            return switch (parameters) {
                case KeyParameters.Rsa rsa -> Optional.of(rsa(rsa));
                case KeyParameters.Ecc ecc -> Optional.of(ecc(ecc));
                case KeyParameters.Kept _ -> Optional.empty();
            };
        } catch (GeneralSecurityException noKey) {
            return Optional.empty();
        }
    }

    private static PublicKey rsa(KeyParameters.Rsa key) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(
                        new RSAPublicKeySpec(
                                number(key.modulus()), BigInteger.valueOf(key.publicExponent())));
    }

    private static PublicKey ecc(KeyParameters.Ecc key) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(
                                new ECPoint(number(key.x()), number(key.y())), curve(key.curve())));
    }

    static ECParameterSpec curve(KeyParameters.Curve curve) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve.javaName()));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static BigInteger number(Bytes bytes) {
        return new BigInteger(1, bytes.toArray());
    }
}
