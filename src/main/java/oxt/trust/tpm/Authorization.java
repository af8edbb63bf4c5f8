package oxt.trust.tpm;

import java.util.Set;
import oxt.trust.Bytes;

/** Why the TPM should do what a command asks of one of its entities (part 1, 19). */
public sealed interface Authorization {
    /** For what asks for no secret, as hierarchies that nobody took. */
    Password NO_PASSWORD = new Password(Secret.NONE);

    /** The entity's secret, in the clear. */
    record Password(Secret secret) implements Authorization {}

    /**
     * @param secret the entity's; it goes into the HMAC and never over the bus
     * @param nonce of the caller, new for each command
     */
    record InSession(TpmSession session, Secret secret, Bytes nonce, Set<Use> uses)
            implements Authorization {
        public InSession {
            uses = Set.copyOf(uses);
        }
    }

    /** TPMA_SESSION; part 2, 8.4. */
    enum Use {
        /** The session is there afterwards, too. */
        CONTINUE(0x01),
        /** The TPM decrypts the command's first parameter. */
        DECRYPT(0x20),
        /** The TPM encrypts the answer's first parameter. */
        ENCRYPT(0x40);

        private final int bit;

        Use(int bit) {
            this.bit = bit;
        }

        static int bits(Set<Use> uses) {
            return uses.stream().mapToInt(use -> use.bit).sum();
        }
    }
}
