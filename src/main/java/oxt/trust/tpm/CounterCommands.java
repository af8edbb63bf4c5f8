package oxt.trust.tpm;

import java.util.List;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/** Counters in the TPM's own memory, which never go back (part 1, 37.2.4; part 3, 31). */
public interface CounterCommands {
    /** Those that the owner may give out begin here (Registry of Reserved TPM 2.0 Handles). */
    long FIRST = 0x0180_0000L;

    int BYTES = Long.BYTES;

    /**
     * TPMS_NV_PUBLIC of a counter without a secret: nobody gains by counting up.
     *
     * @param written whether somebody has counted with it, which is part of its name
     */
    record Counter(long handle, Written written) {
        private static final long AUTH_WRITE = 1L << 2;
        private static final long COUNTER = 1L << 4;
        private static final long AUTH_READ = 1L << 18;
        private static final long OWNER_READ = 1L << 17;
        private static final long NO_DA = 1L << 25;
        private static final long WRITTEN = 1L << 29;

        public enum Written {
            YES,
            NO
        }

        private static final HashAlgorithm HASH = HashAlgorithm.SHA256;

        void write(TpmWriter out) {
            out.u32(handle)
                    .hash(HASH)
                    .u32(
                            AUTH_WRITE
                                    | COUNTER
                                    | AUTH_READ
                                    | OWNER_READ
                                    | NO_DA
                                    | switch (written) {
                                        case YES -> WRITTEN;
                                        case NO -> 0;
                                    })
                    .sized(Bytes.NONE)
                    .u16(BYTES);
        }

        public Entity entity() {
            TpmWriter out = new TpmWriter();
            write(out);
            Bytes name = new TpmWriter().hash(HASH).bytes(HASH.digest(out.written())).written();
            return new Entity(handle, name);
        }
    }

    record DefineCounter(long handle) implements TpmCommand.Order {
        @Override
        public int code() {
            return 0x12A;
        }

        @Override
        public String word() {
            return "TPM2_NV_DefineSpace";
        }

        @Override
        public List<Entity> entities() {
            return List.of(Entity.OWNER);
        }

        @Override
        public int authorized() {
            return 1;
        }

        @Override
        public void parameters(TpmWriter out) {
            out.sized(Bytes.NONE).sized(new Counter(handle, Counter.Written.NO)::write);
        }
    }

    record Undefine(Entity counter) implements TpmCommand.Order {
        @Override
        public int code() {
            return 0x122;
        }

        @Override
        public String word() {
            return "TPM2_NV_UndefineSpace";
        }

        @Override
        public List<Entity> entities() {
            return List.of(Entity.OWNER, counter);
        }

        @Override
        public int authorized() {
            return 1;
        }
    }

    record Increment(Entity counter) implements TpmCommand.Order {
        @Override
        public int code() {
            return 0x134;
        }

        @Override
        public String word() {
            return "TPM2_NV_Increment";
        }

        @Override
        public List<Entity> entities() {
            return List.of(counter, counter);
        }

        @Override
        public int authorized() {
            return 1;
        }
    }

    record ReadCounter(Entity counter) implements TpmCommand<Long> {
        @Override
        public int code() {
            return 0x14E;
        }

        @Override
        public String word() {
            return "TPM2_NV_Read";
        }

        @Override
        public List<Entity> entities() {
            return List.of(counter, counter);
        }

        @Override
        public int authorized() {
            return 1;
        }

        @Override
        public void parameters(TpmWriter out) {
            out.u16(BYTES).u16(0);
        }

        @Override
        public Long answer(long made, TpmReader in) {
            TpmReader within = in.within("the count");
            long count = within.u64("the count");
            within.end("the count");
            return count;
        }
    }

    /** The name by which the TPM knows what is there, whoever defined it. */
    record ReadNvName(long handle) implements TpmCommand<Bytes> {
        @Override
        public int code() {
            return 0x169;
        }

        @Override
        public String word() {
            return "TPM2_NV_ReadPublic";
        }

        @Override
        public List<Entity> entities() {
            return List.of(Entity.permanent(handle));
        }

        @Override
        public Bytes answer(long made, TpmReader in) {
            in.sized("what it is");
            return in.sized("the name");
        }
    }
}
