package oxt.trust;

import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** A run of bytes that never changes; equal to another by what it holds. */
public final class Bytes {
    public static final Bytes NONE = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int from;
    private final int length;

    private Bytes(byte[] array, int from, int length) {
        this.array = array;
        this.from = from;
        this.length = length;
    }

    /** A copy of what the caller has. */
    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone(), 0, bytes.length);
    }

    /** What the caller has for itself alone and gives away, without a copy. */
    public static Bytes given(byte[] bytes) {
        return new Bytes(bytes, 0, bytes.length);
    }

    /** As {@link #hex} writes it. */
    public static Bytes ofHex(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new Bytes(bytes, 0, bytes.length);
    }

    /** The same byte, so many times. */
    public static Bytes filled(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return new Bytes(bytes, 0, length);
    }

    public int length() {
        return length;
    }

    /** Of 0 to 255. */
    public int at(int index) {
        return array[from + checked(index, 1)] & 0xff;
    }

    /** A view of a part, which is not copied. */
    public Bytes slice(int begin, int count) {
        return new Bytes(array, from + checked(begin, count), count);
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, from, from + length);
    }

    public String text(Charset charset) {
        return new String(array, from, length, charset);
    }

    /** Lower case, two digits a byte. */
    public String hex() {
        return HexFormat.of().formatHex(array, from, from + length);
    }

    public boolean isFilledWith(int value) {
        for (int index = 0; index < length; index++) {
            if (at(index) != value) {
                return false;
            }
        }
        return true;
    }

    public boolean startsWith(Bytes beginning) {
        return length >= beginning.length && slice(0, beginning.length).equals(beginning);
    }

    /** Without a copy, as a digest takes it. */
    void feed(MessageDigest digest) {
        digest.update(array, from, length);
    }

    private int checked(int begin, int count) {
        if (begin < 0 || count < 0 || begin > length - count) {
            throw new IndexOutOfBoundsException(begin + " and " + count + " of " + length);
        }
        return begin;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes
                && Arrays.equals(
                        array,
                        from,
                        from + length,
                        bytes.array,
                        bytes.from,
                        bytes.from + bytes.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int index = from; index < from + length; index++) {
            hash = 31 * hash + array[index];
        }
        return hash;
    }

    @Override
    public String toString() {
        return hex();
    }
}
