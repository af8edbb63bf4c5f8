package oxt.trust.tpm;

import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/** Sessions begin and end (part 3, 11 and 28). */
public interface SessionCommands {

    /**
     * @param key whose TPM alone knows the salt; {@link Entity#NOBODY} for none
     * @param nonce of the caller; at least 16 bytes
     */
    record StartAuthSession(Entity key, Salt salt, Bytes nonce, TpmSession.Kind kind)
            implements TpmCommand<TpmSession> {
        private static final HashAlgorithm HASH = HashAlgorithm.SHA256;

        @Override
        public Head head() {
            return Head.of(0x176, "TPM2_StartAuthSession").about(key, Entity.NOBODY);
        }

        /** The second would bind it to an entity's secret. */
        @Override
        public void parameters(TpmWriter out) {
            out.sized(nonce).sized(salt.encrypted()).u8(kind.number());
            KeyParameters.Encryption.AES128_CFB.write(out);
            out.hash(HASH);
        }

        @Override
        public Making making() {
            return Making.SOMETHING;
        }

        @Override
        public TpmSession answer(long made, TpmReader in) {
            return TpmSession.begun(made, kind, HASH, salt, nonce, in.sized("the TPM's nonce"));
        }
    }

    /** An object or a session is there no more. */
    record Flush(long handle) implements TpmCommand.Order {
        @Override
        public Head head() {
            return Head.of(0x165, "TPM2_FlushContext");
        }

        /** It is a parameter, not an entity (part 3, 28.4). */
        @Override
        public void parameters(TpmWriter out) {
            out.u32(handle);
        }
    }
}
