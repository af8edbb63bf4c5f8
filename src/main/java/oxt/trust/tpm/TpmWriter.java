package oxt.trust.tpm;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/** Writes fields as a TPM wants them, big-endian, one after the other. */
public final class TpmWriter {
    private static final int LARGEST_SIZED = 0xFFFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public TpmWriter u8(int value) {
        return number(value, Byte.BYTES);
    }

    public TpmWriter u16(int value) {
        return number(value, Short.BYTES);
    }

    public TpmWriter u32(long value) {
        return number(value, Integer.BYTES);
    }

    public TpmWriter u64(long value) {
        return number(value, Long.BYTES);
    }

    private TpmWriter number(long value, int length) {
        if (length < Long.BYTES && value >>> Byte.SIZE * length != 0) {
            throw new IllegalArgumentException(value + " in " + length + " bytes");
        }
        for (int place = length - 1; place >= 0; place--) {
            out.write((int) (value >>> Byte.SIZE * place));
        }
        return this;
    }

    public TpmWriter hash(HashAlgorithm algorithm) {
        return u16(algorithm.tcgNumber());
    }

    public TpmWriter bytes(Bytes bytes) {
        out.writeBytes(bytes.toArray());
        return this;
    }

    /** A TPM2B: its length first. */
    public TpmWriter sized(Bytes bytes) {
        if (bytes.length() > LARGEST_SIZED) {
            throw new IllegalArgumentException(bytes.length() + " bytes in a TPM2B");
        }
        return u16(bytes.length()).bytes(bytes);
    }

    /** A structure within a TPM2B. */
    public TpmWriter sized(Consumer<TpmWriter> structure) {
        TpmWriter within = new TpmWriter();
        structure.accept(within);
        return sized(within.written());
    }

    public Bytes written() {
        return Bytes.of(out.toByteArray());
    }
}
