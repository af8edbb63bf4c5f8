package oxt.trust.tpm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.IntFunction;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/** Keys and ciphers as the TPM computes them (part 1, 11.4.10 and annex B). */
public final class KeyDerivation {
    private static final int AES_BLOCK = 16;

    private KeyDerivation() {}

    /** KDFa: by HMAC in counter mode (part 1, 11.4.10.2). */
    public static Bytes byHmac(
            HashAlgorithm hash, Bytes key, String label, Bytes newer, Bytes older, int bits) {
        return derived(
                bits,
                counter ->
                        hmac(
                                hash,
                                key,
                                new TpmWriter()
                                        .u32(counter)
                                        .bytes(text(label))
                                        .bytes(newer)
                                        .bytes(older)
                                        .u32(bits)
                                        .written()));
    }

    /** KDFe: from a shared point of two keys (part 1, 11.4.10.3). */
    public static Bytes ofPoint(
            HashAlgorithm hash, Bytes shared, String label, Bytes ours, Bytes theirs, int bits) {
        return derived(
                bits,
                counter ->
                        hash.digest(
                                new TpmWriter().u32(counter).written(),
                                shared,
                                text(label),
                                ours,
                                theirs));
    }

    private static Bytes derived(int bits, IntFunction<Bytes> block) {
        TpmWriter out = new TpmWriter();
        int bytes = bits / Byte.SIZE;
        int made = 0;
        for (int counter = 1; made < bytes; counter++) {
            Bytes next = block.apply(counter);
            out.bytes(next);
            made += next.length();
        }
        return out.written().slice(0, bytes);
    }

    /** With the NUL that belongs to it. */
    private static Bytes text(String label) {
        return Bytes.of((label + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    public static Bytes hmac(HashAlgorithm hash, Bytes key, Bytes... parts) {
        try {
            String name = "Hmac" + hash.name();
            Mac mac = Mac.getInstance(name);
            // Java refuses an empty key; HMAC fills keys up with zeros, so one zero is the same.
            mac.init(new SecretKeySpec(key.length() == 0 ? new byte[1] : key.toArray(), name));
            for (Bytes part : parts) {
                mac.update(part.toArray());
            }
            return Bytes.of(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMACs", e);
        }
    }

    enum Direction {
        ENCRYPT(Cipher.ENCRYPT_MODE),
        DECRYPT(Cipher.DECRYPT_MODE);

        private final int mode;

        Direction(int mode) {
            this.mode = mode;
        }
    }

    /**
     * AES in CFB mode.
     *
     * @param keyAndVector 16 bytes each
     */
    static Bytes cfb(Direction direction, Bytes keyAndVector, Bytes text) {
        byte[] both = keyAndVector.toArray();
        byte[] key = Arrays.copyOf(both, both.length - AES_BLOCK);
        byte[] vector = Arrays.copyOfRange(both, key.length, both.length);
        try {
            Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(direction.mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
            // Java wants whole blocks; no byte of CFB depends on one that comes later.
            int whole = (text.length() + AES_BLOCK - 1) / AES_BLOCK * AES_BLOCK;
            byte[] out = cipher.doFinal(Arrays.copyOf(text.toArray(), whole));
            return Bytes.of(Arrays.copyOf(out, text.length()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES", e);
        }
    }
}
