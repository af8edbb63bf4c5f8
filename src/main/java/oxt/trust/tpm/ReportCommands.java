package oxt.trust.tpm;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.trust.Bytes;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;

/** What a TPM says of itself, and what it signs (part 3, 12.5, 16, 18, 22, 30). */
public interface ReportCommands {

    record GetRandom(int count) implements TpmCommand<Bytes> {
        @Override
        public Head head() {
            return Head.of(0x17B, "TPM2_GetRandom");
        }

        @Override
        public void parameters(TpmWriter out) {
            out.u16(count);
        }

        @Override
        public Bytes answer(long made, TpmReader in) {
            return in.sized("the random bytes");
        }
    }

    /** A TPM gives eight at a time at most; the answer says which. */
    record PcrRead(PcrSelection selection) implements TpmCommand<PcrBank> {
        private static final int MOST = 8;

        @Override
        public Head head() {
            return Head.of(0x17E, "TPM2_PCR_Read");
        }

        @Override
        public void parameters(TpmWriter out) {
            selection.writeAlone(out);
        }

        @Override
        public PcrBank answer(long made, TpmReader in) {
            in.u32("the counter of changes");
            List<Pcr> given =
                    PcrSelection.readList(in).stream()
                            .filter(one -> one.bank() == selection.bank())
                            .flatMap(one -> one.registers().stream())
                            .toList();
            long count = in.u32("the number of values");
            if (count != given.size() || count > MOST) {
                throw in.malformed(count + " values begin, of " + given.size() + " registers");
            }
            SortedMap<Pcr, Bytes> values = new TreeMap<>();
            for (Pcr pcr : given) {
                Bytes value = in.sized("the register's value");
                if (value.length() != selection.bank().size()) {
                    throw in.malformed("a register's value ends that is of another bank");
                }
                values.put(pcr, value);
            }
            return new PcrBank(selection.bank(), values);
        }
    }

    /** Numbers that say what the TPM is and how it stands (TPM_PT; part 2, 6.13). */
    record GetProperties(long first, int count) implements TpmCommand<SortedMap<Long, Long>> {
        private static final long PROPERTIES = 6;

        @Override
        public Head head() {
            return Head.of(0x17A, "TPM2_GetCapability");
        }

        @Override
        public void parameters(TpmWriter out) {
            out.u32(PROPERTIES).u32(first).u32(count);
        }

        @Override
        public SortedMap<Long, Long> answer(long made, TpmReader in) {
            long given = given(PROPERTIES, "properties", count, in);
            SortedMap<Long, Long> properties = new TreeMap<>();
            for (int number = 0; number < given; number++) {
                properties.put(in.u32("a property"), in.u32("its value"));
            }
            return properties;
        }
    }

    /** What there is, by handle, from one on. */
    record GetHandles(long first, int count) implements TpmCommand<List<Long>> {
        private static final long HANDLES = 1;

        @Override
        public Head head() {
            return Head.of(0x17A, "TPM2_GetCapability");
        }

        @Override
        public void parameters(TpmWriter out) {
            out.u32(HANDLES).u32(first).u32(count);
        }

        @Override
        public List<Long> answer(long made, TpmReader in) {
            long given = given(HANDLES, "handles", count, in);
            List<Long> handles = new ArrayList<>();
            for (int number = 0; number < given; number++) {
                handles.add(in.u32("a handle"));
            }
            return handles;
        }
    }

    /**
     * The registers, signed.
     *
     * @param nonce the verifier's; at most 64 bytes
     */
    record Quote(Entity key, Bytes nonce, PcrSelection selection) implements TpmCommand<Quoted> {
        /** Leave it to the key. */
        private static final int NULL = 0x0010;

        @Override
        public Head head() {
            return Head.of(0x158, "TPM2_Quote").authorizedBy(key);
        }

        @Override
        public void parameters(TpmWriter out) {
            out.sized(nonce).u16(NULL);
            selection.writeAlone(out);
        }

        @Override
        public Quoted answer(long made, TpmReader in) {
            Bytes attested = in.sized("what is attested");
            return new Quoted(attested, in.take(in.left(), "the signature"));
        }
    }

    /**
     * @param attested TPMS_ATTEST
     * @param signature TPMT_SIGNATURE
     */
    record Quoted(Bytes attested, Bytes signature) {}

    /**
     * Opens what a verifier encrypted for this TPM and this key of it (part 1, 24).
     *
     * @param activated the attestation key
     * @param key the endorsement key
     * @param credential TPMS_ID_OBJECT
     * @param encryptedSecret of the verifier, for the endorsement key
     */
    record ActivateCredential(Entity activated, Entity key, Bytes credential, Bytes encryptedSecret)
            implements TpmCommand<Bytes> {
        @Override
        public Head head() {
            return Head.of(0x147, "TPM2_ActivateCredential").authorizedBy(activated, key);
        }

        @Override
        public void parameters(TpmWriter out) {
            out.sized(credential).sized(encryptedSecret);
        }

        @Override
        public Bytes answer(long made, TpmReader in) {
            return in.sized("the credential");
        }
    }

    /** Wrong secrets are forgotten. */
    record DictionaryAttackLockReset() implements TpmCommand.Order {
        @Override
        public Head head() {
            return Head.of(0x139, "TPM2_DictionaryAttackLockReset").authorizedBy(Entity.LOCKOUT);
        }
    }

    /** How many come of the capability that was asked for. */
    private static long given(long capability, String things, int most, TpmReader in) {
        in.u8("whether there is more");
        if (in.u32("the capability") != capability) {
            throw in.malformed("a capability ends that nobody asked for");
        }
        long given = in.u32("the number of " + things);
        if (given > most) {
            throw in.malformed(given + " " + things + " begin");
        }
        return given;
    }
}
