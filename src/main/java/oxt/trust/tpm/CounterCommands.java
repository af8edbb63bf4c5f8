package oxt.trust.tpm;

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
        public Head head() {
            return Head.of(0x12A, "TPM2_NV_DefineSpace").authorizedBy(Entity.OWNER);
        }

        @Override
        public void parameters(TpmWriter out) {
            out.sized(Bytes.NONE).sized(new Counter(handle, Counter.Written.NO)::write);
        }
    }

    record Undefine(Entity counter) implements TpmCommand.Order {
        @Override
        public Head head() {
            return Head.of(0x122, "TPM2_NV_UndefineSpace")
                    .authorizedBy(Entity.OWNER)
                    .about(counter);
        }
    }

    record Increment(Entity counter) implements TpmCommand.Order {
        @Override
        public Head head() {
            return Head.of(0x134, "TPM2_NV_Increment").authorizedBy(counter).about(counter);
        }
    }

    /** A counter's own reading of {@link NvCommands.ReadNv}. */
    record ReadCounter(Entity counter) implements TpmCommand<Long> {
        @Override
        public Head head() {
            return read().head();
        }

        @Override
        public void parameters(TpmWriter out) {
            read().parameters(out);
        }

        private NvCommands.ReadNv read() {
            return new NvCommands.ReadNv(counter, BYTES, 0);
        }

        @Override
        public Long answer(long made, TpmReader in) {
            TpmReader within = in.within("the count");
            long count = within.u64("the count");
            within.end("the count");
            return count;
        }
    }
}
