package oxt.trust.tpm;

import oxt.trust.Bytes;

/** Reading what somebody else wrote into the TPM's memory, as its maker did certificates. */
public interface NvCommands {

    /** Where the maker's certificate for the RSA endorsement key is (EK Profile 2.5, 2.2.1.4). */
    long ENDORSEMENT_CERTIFICATE = 0x01C0_0002L;

    /** TPM2_NV_ReadPublic: how much is there, and by which name the TPM knows it. */
    record ReadNvPublic(long handle) implements TpmCommand<Memory> {
        @Override
        public Head head() {
            return Head.of(0x169, "TPM2_NV_ReadPublic").about(Entity.permanent(handle));
        }

        @Override
        public Memory answer(long made, TpmReader in) {
            TpmReader area = in.within("what it is");
            long _ = area.u32("its handle");
            area.hash("the hash of its name");
            long _ = area.u32("its attributes");
            area.sized("its policy");
            int size = area.u16("its size");
            return new Memory(new Entity(handle, in.sized("its name")), size);
        }
    }

    /**
     * @param size in bytes
     */
    record Memory(Entity entity, int size) {}

    /** TPM2_NV_Read, by the memory's own password, which is empty. */
    record ReadNv(Entity memory, int length, int offset) implements TpmCommand<Bytes> {
        /** What every TPM gives at once. */
        public static final int MOST = 512;

        @Override
        public Head head() {
            return Head.of(0x14E, "TPM2_NV_Read").authorizedBy(memory).about(memory);
        }

        @Override
        public void parameters(TpmWriter out) {
            out.u16(length).u16(offset);
        }

        @Override
        public Bytes answer(long made, TpmReader in) {
            return in.sized("what is there");
        }
    }
}
