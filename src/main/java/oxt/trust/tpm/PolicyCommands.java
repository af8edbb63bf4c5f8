package oxt.trust.tpm;

import java.util.List;
import oxt.trust.Bytes;

/** What a policy may ask for (part 3, 23). */
public interface PolicyCommands {

    /** Registers as they are now go into the policy. */
    record PolicyPcr(TpmSession session, PcrSelection selection) implements TpmCommand.Order {
        static final int CODE = 0x17F;

        @Override
        public Head head() {
            return Head.of(CODE, "TPM2_PolicyPCR").about(session.entity());
        }

        @Override
        public void parameters(TpmWriter out) {
            out.sized(Bytes.NONE);
            selection.writeAlone(out);
        }
    }

    /** The policy so far is one of these. */
    record PolicyOr(TpmSession session, List<PolicyDigest> branches) implements TpmCommand.Order {
        static final int CODE = 0x171;

        /** TPML_DIGEST has between two and eight here. */
        public static final int MOST = 8;

        @Override
        public Head head() {
            return Head.of(CODE, "TPM2_PolicyOR").about(session.entity());
        }

        @Override
        public void parameters(TpmWriter out) {
            out.u32(branches.size());
            branches.forEach(branch -> out.sized(branch.value()));
        }
    }

    /** The counter has this value; who may read the counter authorizes. */
    record PolicyNv(TpmSession session, Entity counter, long count) implements TpmCommand.Order {
        static final int CODE = 0x149;
        static final int EQUAL = 0;

        @Override
        public Head head() {
            return Head.of(CODE, "TPM2_PolicyNV")
                    .authorizedBy(counter)
                    .about(counter, session.entity());
        }

        @Override
        public void parameters(TpmWriter out) {
            out.sized(new TpmWriter().u64(count).written()).u16(0).u16(EQUAL);
        }
    }

    /** Whoever asks knows the entity's secret. */
    record PolicySecret(TpmSession session, Entity entity) implements TpmCommand.Order {
        static final int CODE = 0x151;
        private static final int NO_EXPIRY = 0;

        @Override
        public Head head() {
            return Head.of(CODE, "TPM2_PolicySecret").authorizedBy(entity).about(session.entity());
        }

        @Override
        public void parameters(TpmWriter out) {
            out.sized(Bytes.NONE).sized(Bytes.NONE).sized(Bytes.NONE).u32(NO_EXPIRY);
        }

        /** A ticket follows, which is empty where nothing expires. */
        @Override
        public Done answer(long made, TpmReader in) {
            in.sized("the time");
            in.u16("the ticket's tag");
            in.u32("the ticket's hierarchy");
            in.sized("the ticket");
            return Done.DONE;
        }
    }

    record PolicyGetDigest(TpmSession session) implements TpmCommand<PolicyDigest> {
        @Override
        public Head head() {
            return Head.of(0x189, "TPM2_PolicyGetDigest").about(session.entity());
        }

        @Override
        public PolicyDigest answer(long made, TpmReader in) {
            return new PolicyDigest(in.sized("the policy's digest"));
        }
    }
}
