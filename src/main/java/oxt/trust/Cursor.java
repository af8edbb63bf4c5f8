package oxt.trust;

/** Reads little-endian fields one after the other, and never past the end. */
final class Cursor {
    private final Bytes bytes;
    private final long base;
    private int at;

    /**
     * @param base where the bytes begin in what the reader's user has, for the offsets of problems
     */
    Cursor(Bytes bytes, long base) {
        this.bytes = bytes;
        this.base = base;
    }

    /** From the beginning of what one has. */
    long offset() {
        return base + at;
    }

    int left() {
        return bytes.length() - at;
    }

    boolean isAtEnd() {
        return left() == 0;
    }

    int u8(String what) {
        return take(1, what).at(0);
    }

    int u16(String what) {
        Bytes field = take(Short.BYTES, what);
        return field.at(0) | field.at(1) << 8;
    }

    long u32(String what) {
        Bytes field = take(Integer.BYTES, what);
        return field.at(0) | field.at(1) << 8 | field.at(2) << 16 | (long) field.at(3) << 24;
    }

    /** As it stands; a reader that wants a number of bytes bounds it itself. */
    long u64(String what) {
        long low = u32(what);
        return low | u32(what) << Integer.SIZE;
    }

    /** A length that was read just now, with as many bytes behind it. */
    Bytes counted(long length, String what) {
        if (length < 0 || length > left()) {
            throw new Malformed(
                    offset(),
                    "begins " + what + " of " + length + " bytes, and " + left() + " are left");
        }
        return take((int) length, what);
    }

    Bytes take(int length, String what) {
        if (length > left()) {
            throw new Malformed(
                    offset(),
                    what + " would begin, and " + left() + " of its " + length + " bytes are left");
        }
        Bytes taken = bytes.slice(at, length);
        at += length;
        return taken;
    }

    /** What is left, without taking it. */
    Bytes rest() {
        return bytes.slice(at, left());
    }

    Malformed malformed(String why) {
        return new Malformed(offset(), why);
    }
}
