package oxt.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** A number of bytes, written with its binary unit: {@code 512MiB}, {@code 2GiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    /** A whole number and its unit. */
    public static final Pattern PATTERN = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB|TiB)");

    /** More are larger than any disk. */
    private static final int MOST_DIGITS = 15;

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }

    public static ByteSize mebibytes(long count) {
        return new ByteSize(Math.multiplyExact(count, 1L << 20));
    }

    public static ByteSize gibibytes(long count) {
        return new ByteSize(Math.multiplyExact(count, 1L << 30));
    }

    /** The size that a text says, or nothing where it says none; a bare number says none. */
    public static Optional<ByteSize> parse(String text) {
        int digits = 0;
        long count = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            count = 10 * count + text.charAt(digits) - '0';
            digits++;
            if (digits > MOST_DIGITS) {
                return Optional.empty();
            }
        }
        int shift = shift(text.substring(digits));
        return digits == 0 || shift < 0 || count > Long.MAX_VALUE >> shift
                ? Optional.empty()
                : Optional.of(new ByteSize(count << shift));
    }

    private static boolean isDigit(char c) {
        return '0' <= c && c <= '9';
    }

    public long mebibytes() {
        return bytes >> 20;
    }

    public ByteSize plus(ByteSize other) {
        return new ByteSize(Math.addExact(bytes, other.bytes));
    }

    /** What is left, never less than nothing. */
    public ByteSize minus(ByteSize other) {
        return new ByteSize(Math.max(0, bytes - other.bytes));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest unit that loses nothing. */
    @Override
    public String toString() {
        for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            long one = 1L << shift(unit);
            if (bytes >= one && bytes % one == 0) {
                return bytes / one + unit;
            }
        }
        return bytes + "B";
    }

    /** Negative where there is no such unit. */
    private static int shift(String unit) {
        return switch (unit) {
            case "B" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            default -> -1;
        };
    }
}
