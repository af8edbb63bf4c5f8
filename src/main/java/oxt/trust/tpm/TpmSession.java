package oxt.trust.tpm;

import java.util.Set;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.tpm.Authorization.InSession;
import oxt.trust.tpm.Authorization.Use;
import oxt.trust.tpm.KeyDerivation.Direction;

/**
 * A session with a TPM: both know its key, and each message is signed with nonces of both (part 1,
 * 19.6).
 *
 * @param nonce the TPM's last one
 * @param key empty where the session has no salt
 */
public record TpmSession(long handle, Kind kind, HashAlgorithm hash, Bytes nonce, Secret key) {

    /** TPM_SE; part 2, 6.11. */
    public enum Kind {
        /** Whoever asks knows the entity's secret. */
        HMAC(0x00),
        /** What the entity's policy asks for is so. */
        POLICY(0x01),
        /** For computing a policy's digest: it opens nothing. */
        TRIAL(0x03);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private static final int CIPHER_BITS = 128;
    private static final int BLOCK_BITS = 128;

    static TpmSession begun(
            long handle, Kind kind, HashAlgorithm hash, Salt salt, Bytes caller, Bytes tpm) {
        Bytes key =
                salt.secret().bytes().length() == 0
                        ? Bytes.NONE
                        : KeyDerivation.byHmac(
                                hash,
                                salt.secret().bytes(),
                                "ATH",
                                tpm,
                                caller,
                                hash.size() * Byte.SIZE);
        return new TpmSession(handle, kind, hash, tpm, Secret.of(key));
    }

    public Entity entity() {
        return Entity.permanent(handle);
    }

    TpmSession with(Bytes newNonce) {
        return new TpmSession(handle, kind, hash, newNonce, key);
    }

    /**
     * @param callersNonce new for each command
     */
    public InSession authorizes(Secret secret, Bytes callersNonce, Set<Use> uses) {
        return new InSession(this, secret, callersNonce, uses);
    }

    /** Over a command's or an answer's digest (part 1, 19.6.5). */
    Bytes hmac(Secret secret, Bytes digest, Bytes newer, Bytes older, int attributes) {
        Bytes with =
                switch (kind) {
                    case HMAC -> joined(key.bytes(), secret.bytes());
                    // The policy, not the secret, gives access here.
                    case POLICY, TRIAL -> key.bytes();
                };
        if (with.length() == 0 && kind != Kind.HMAC) {
            return Bytes.NONE;
        }
        return KeyDerivation.hmac(hash, with, digest, newer, older, Bytes.filled(attributes, 1));
    }

    /** Of a first parameter (part 1, 21.3). */
    Bytes cipher(Direction direction, Secret secret, Bytes newer, Bytes older, Bytes text) {
        Bytes keyAndVector =
                KeyDerivation.byHmac(
                        hash,
                        joined(key.bytes(), secret.bytes()),
                        "CFB",
                        newer,
                        older,
                        CIPHER_BITS + BLOCK_BITS);
        return KeyDerivation.cfb(direction, keyAndVector, text);
    }

    private static Bytes joined(Bytes first, Bytes second) {
        return new TpmWriter().bytes(first).bytes(second).written();
    }
}
