package oxt.trust.tpm;

import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Malformed;

/**
 * Reads a TPM's big-endian fields one after the other, and never past the end: {@link Malformed}
 * says where it would have been.
 */
public final class TpmReader {
    private final Bytes bytes;
    private final long base;
    private int at;

    public TpmReader(Bytes bytes) {
        this(bytes, 0);
    }

    private TpmReader(Bytes bytes, long base) {
        this.bytes = bytes;
        this.base = base;
    }

    public int left() {
        return bytes.length() - at;
    }

    public int u8(String what) {
        return take(1, what).at(0);
    }

    public int u16(String what) {
        Bytes field = take(Short.BYTES, what);
        return field.at(0) << 8 | field.at(1);
    }

    public long u32(String what) {
        return (long) u16(what) << 16 | u16(what);
    }

    /** As it stands: one that has its highest bit set is below zero. */
    public long u64(String what) {
        return u32(what) << Integer.SIZE | u32(what);
    }

    public Bytes take(int length, String what) {
        if (length > left()) {
            throw malformed(
                    what + " would begin, and " + left() + " of its " + length + " bytes are left");
        }
        Bytes taken = bytes.slice(at, length);
        at += length;
        return taken;
    }

    /** A TPM2B: two bytes of length, and as many bytes as they say. */
    public Bytes sized(String what) {
        return take(u16("the length of " + what), what);
    }

    /** A TPM2B that is no longer than anything of its kind. */
    public Bytes sized(int most, String what) {
        Bytes read = sized(what);
        if (read.length() > most) {
            throw malformed(
                    what + " ends, of " + read.length() + " bytes where " + most + " are the most");
        }
        return read;
    }

    /** The structure that is in a TPM2B; {@link #end} says whether all of it was read. */
    public TpmReader within(String what) {
        int length = u16("the length of " + what);
        long begin = base + at;
        return new TpmReader(take(length, what), begin);
    }

    /** TPMI_ALG_HASH, one of those we know. */
    public HashAlgorithm hash(String what) {
        int number = u16(what);
        return HashAlgorithm.ofTcgNumber(number)
                .orElseThrow(() -> malformed(what + " ends, an unknown hash " + hex(number)));
    }

    /** Nothing may be left. */
    public void end(String what) {
        if (left() > 0) {
            throw malformed(left() + " bytes follow that are no part of " + what);
        }
    }

    /**
     * @param why the rest of a sentence that begins with "at byte N"
     */
    public Malformed malformed(String why) {
        return new Malformed(base + at, why);
    }

    static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
