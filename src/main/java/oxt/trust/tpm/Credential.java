package oxt.trust.tpm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/**
 * A secret that only the TPM with an endorsement key gives out, and only while it has a key of a
 * given name (part 1, 24; part 3, TPM2_MakeCredential). What proves that two keys are of one TPM.
 *
 * @param identity TPMS_ID_OBJECT
 * @param encryptedSeed for the endorsement key
 */
public record Credential(Bytes identity, Bytes encryptedSeed) {
    private static final int CIPHER_BITS = 128;
    private static final int CIPHER_BLOCK = 16;
    private static final String LABEL = "IDENTITY";

    /**
     * What is random, made outside.
     *
     * @param secret that the TPM is to give out
     * @param seed and {@code padding}: 32 bytes each that nobody can guess
     */
    public record Chance(Secret secret, Secret seed, Bytes padding) {}

    /** Nothing where the endorsement key is not one of RSA whose name is by SHA-256. */
    public static Optional<Credential> make(PublicArea endorsement, Bytes name, Chance chance) {
        HashAlgorithm hash = endorsement.nameHash();
        return endorsement.parameters() instanceof KeyParameters.Rsa rsa
                        && hash == HashAlgorithm.SHA256
                        && rsa.modulus().length() >= CIPHER_BITS
                ? Optional.of(
                        new Credential(
                                identity(hash, name, chance),
                                encrypted(rsa, hash, chance.seed().bytes(), chance.padding())))
                : Optional.empty();
    }

    private static Bytes identity(HashAlgorithm hash, Bytes name, Chance chance) {
        Bytes seed = chance.seed().bytes();
        Bytes key = KeyDerivation.byHmac(hash, seed, "STORAGE", name, Bytes.NONE, CIPHER_BITS);
        Bytes vector = Bytes.filled(0, CIPHER_BLOCK);
        Bytes encrypted =
                KeyDerivation.cfb(
                        KeyDerivation.Direction.ENCRYPT,
                        new TpmWriter().bytes(key).bytes(vector).written(),
                        new TpmWriter().sized(chance.secret().bytes()).written());
        Bytes integrity =
                KeyDerivation.byHmac(
                        hash, seed, "INTEGRITY", Bytes.NONE, Bytes.NONE, hash.size() * Byte.SIZE);
        return new TpmWriter()
                .sized(KeyDerivation.hmac(hash, integrity, encrypted, name))
                .bytes(encrypted)
                .written();
    }

    /** RSAES-OAEP (RFC 8017, 7.1.1) with a label of which the NUL is a part (part 1, B.4). */
    private static Bytes encrypted(
            KeyParameters.Rsa key, HashAlgorithm hash, Bytes message, Bytes padding) {
        int size = key.modulus().length();
        byte[] block = new byte[size - hash.size() - 1];
        Bytes label = Bytes.of((LABEL + "\0").getBytes(StandardCharsets.US_ASCII));
        System.arraycopy(hash.digest(label).toArray(), 0, block, 0, hash.size());
        block[block.length - message.length() - 1] = 1;
        System.arraycopy(
                message.toArray(), 0, block, block.length - message.length(), message.length());
        Bytes masked = mixed(Bytes.of(block), hash, padding);
        Bytes seed = mixed(padding, hash, masked);
        BigInteger encoded =
                new BigInteger(
                        1, new TpmWriter().u8(0).bytes(seed).bytes(masked).written().toArray());
        byte[] raised =
                encoded.modPow(
                                BigInteger.valueOf(key.publicExponent()),
                                new BigInteger(1, key.modulus().toArray()))
                        .toByteArray();
        byte[] whole = new byte[size];
        int length = Math.min(size, raised.length);
        System.arraycopy(raised, raised.length - length, whole, size - length, length);
        return Bytes.of(whole);
    }

    /** With the mask that MGF1 makes of a seed (RFC 8017, B.2.1). */
    private static Bytes mixed(Bytes bytes, HashAlgorithm hash, Bytes seed) {
        byte[] mixed = bytes.toArray();
        for (int begin = 0; begin < mixed.length; begin += hash.size()) {
            Bytes counter = new TpmWriter().u32(begin / hash.size()).written();
            Bytes mask = hash.digest(seed, counter);
            for (int at = 0; at < hash.size() && begin + at < mixed.length; at++) {
                mixed[begin + at] ^= (byte) mask.at(at);
            }
        }
        return Bytes.of(mixed);
    }
}
