package oxt.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written with its binary unit: {@code 512MiB}, {@code 2GiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    /** A whole number and its unit. */
    public static final Pattern PATTERN = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB|TiB)");

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
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        int shift = shift(matcher.group(2));
        return count > Long.MAX_VALUE >> shift
                ? Optional.empty()
                : Optional.of(new ByteSize(count << shift));
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

    private static int shift(String unit) {
        return switch (unit) {
            case "B" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            default -> throw new IllegalArgumentException("no such unit: " + unit);
        };
    }
}
