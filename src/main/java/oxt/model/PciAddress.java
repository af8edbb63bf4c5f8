package oxt.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** Where a PCI device is: domain, bus, device and function in hexadecimal, {@code 0000:00:03.0}. */
public record PciAddress(String text) implements Comparable<PciAddress> {
    public static final Pattern PATTERN =
            Pattern.compile("[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]");

    public PciAddress {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a PCI address: " + text);
        }
    }

    /** The address that a text is, or nothing where it is none. */
    public static Optional<PciAddress> parse(String text) {
        return PATTERN.matcher(text).matches()
                ? Optional.of(new PciAddress(text))
                : Optional.empty();
    }

    @Override
    public int compareTo(PciAddress other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
