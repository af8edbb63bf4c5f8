package oxt.trust.tpm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import oxt.trust.Bytes;

/** AES-256 in GCM: what is encrypted opens only with its key, unchanged and under its own name. */
public final class Encrypted {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private Encrypted() {}

    /**
     * @param nonce never twice with one key
     * @param name what it is; it opens under no other
     */
    public static Bytes of(Secret plain, Secret key, Bytes nonce, String name) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, name);
            Bytes text = Bytes.of(cipher.doFinal(plain.bytes().toArray()));
            return new TpmWriter().bytes(nonce).bytes(text).written();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
    }

    /** Nothing where the key is another, or a bit changed. */
    public static Optional<Secret> open(Bytes encrypted, Secret key, String name) {
        if (encrypted.length() < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        Bytes nonce = encrypted.slice(0, NONCE_BYTES);
        Bytes text = encrypted.slice(NONCE_BYTES, encrypted.length() - NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, name);
            return Optional.of(Secret.of(Bytes.of(cipher.doFinal(text.toArray()))));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
    }

    private static Cipher cipher(int mode, Secret key, Bytes nonce, String name)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(key.bytes().toArray(), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce.toArray()));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
