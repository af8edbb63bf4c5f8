package oxt.model;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a VM is known by for good: a UUID, in the text form of RFC 9562. */
public record VmId(UUID uuid) implements Comparable<VmId> {
    /** A UUID in lower case. */
    public static final Pattern PATTERN =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

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
