package oxt.trust.tpm;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import javax.crypto.KeyAgreement;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/**
 * A secret of a caller and a TPM, from which a session has its key (part 1, 19.6.13).
 *
 * @param encrypted what only the TPM that has the key can make the secret of
 */
public record Salt(Secret secret, Bytes encrypted) {
    /** A session without: whoever sees the bus knows its key. */
    public static final Salt NONE = new Salt(Secret.NONE, Bytes.NONE);

    /**
     * By Diffie-Hellman with a storage key (part 1, C.6.1).
     *
     * @param once a key pair on the same curve, for this salt alone
     */
    public static Salt of(KeyPair once, KeyParameters.Ecc key, HashAlgorithm nameHash) {
        return of(once, key, nameHash, "SECRET");
    }

    static Salt of(KeyPair once, KeyParameters.Ecc key, HashAlgorithm nameHash, String label) {
        if (!(once.getPublic() instanceof ECPublicKey ours)) {
            throw new IllegalArgumentException("not a key on a curve");
        }
        int size = key.curve().size();
        Bytes x = coordinate(ours.getW().getAffineX(), size);
        Bytes y = coordinate(ours.getW().getAffineY(), size);
        Bytes secret =
                KeyDerivation.ofPoint(
                        nameHash,
                        shared(once, key),
                        label,
                        x,
                        coordinate(new BigInteger(1, key.x().toArray()), size),
                        nameHash.size() * Byte.SIZE);
        return new Salt(Secret.of(secret), new TpmWriter().sized(x).sized(y).written());
    }

    private static Bytes shared(KeyPair once, KeyParameters.Ecc key) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(once.getPrivate());
            agreement.doPhase(PublicKeys.of(key).orElseThrow(), true);
            return Bytes.of(agreement.generateSecret());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a key that is on no curve", e);
        }
    }

    private static Bytes coordinate(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[size];
        int from = Math.max(0, bytes.length - size);
        System.arraycopy(bytes, from, padded, size - (bytes.length - from), bytes.length - from);
        return Bytes.of(padded);
    }
}
