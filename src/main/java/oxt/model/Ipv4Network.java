package oxt.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 network in CIDR form (RFC 4632): {@code 10.0.0.0/8}, or one address: {@code 10.1.2.3/32}.
 *
 * @param address the network's first address as an unsigned 32-bit number
 * @param prefix 0 to 32
 */
public record Ipv4Network(int address, int prefix) {
    /** Four octets, and behind a slash the prefix; without one, a single address. */
    public static final Pattern PATTERN =
            Pattern.compile(
                    "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(?:/([0-9]{1,2}))?");

    public Ipv4Network {
        if (prefix < 0 || prefix > 32 || (address & ~mask(prefix)) != 0) {
            throw new IllegalArgumentException("not a network");
        }
    }

    /** Nothing where the text is no network, or has bits set behind its prefix. */
    public static Optional<Ipv4Network> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int address = 0;
        for (int group = 1; group <= 4; group++) {
            int octet = Integer.parseInt(matcher.group(group));
            if (octet > 255) {
                return Optional.empty();
            }
            address = address << 8 | octet;
        }
        int prefix = matcher.group(5) == null ? 32 : Integer.parseInt(matcher.group(5));
        if (prefix > 32 || (address & ~mask(prefix)) != 0) {
            return Optional.empty();
        }
        return Optional.of(new Ipv4Network(address, prefix));
    }

    /** The n-th address from the network's first, as a text. */
    public String host(int offset) {
        int host = address + offset;
        return (host >>> 24)
                + "."
                + (host >>> 16 & 255)
                + "."
                + (host >>> 8 & 255)
                + "."
                + (host & 255);
    }

    /** Whether the two have an address in common: one of them is within the other. */
    public boolean overlaps(Ipv4Network other) {
        int shared = mask(Math.min(prefix, other.prefix));
        return ((address ^ other.address) & shared) == 0;
    }

    @Override
    public String toString() {
        return host(0) + "/" + prefix;
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }
}
