package oxt.model;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a VM is known by for good: a UUID, in the text form of RFC 9562. */
public record VmId(UUID uuid) implements Comparable<VmId> {
    /** A UUID in lower case. */
    public static final Pattern PATTERN =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** The first half of the ids of VMs that nobody defined: version 8 of RFC 9562. */
    private static final long PASSING = 0xd15b_05ab_1e00_8000L;

    /** The second half begins with binary 10 (RFC 9562, 4.1). */
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /**
     * Of a VM that lives no longer than the daemon that made it. Its id says so, so that whatever
     * is left of it anywhere says so as well.
     */
    public static VmId passing(long random) {
        return new VmId(new UUID(PASSING, VARIANT | random >>> 2));
    }

    public boolean isPassing() {
        return uuid.getMostSignificantBits() == PASSING;
    }

    /** Of a UUID in its text form; an {@link IllegalArgumentException} where it is none. */
    public static VmId of(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID: " + text);
        }
        return new VmId(uuid);
    }

    /** The id that a text is, or nothing where it is none. */
    public static Optional<VmId> parse(String text) {
        try {
            return Optional.of(of(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(VmId other) {
        return uuid.compareTo(other.uuid);
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}
