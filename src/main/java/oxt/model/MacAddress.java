package oxt.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An Ethernet address, in lower case with colons: {@code 02:9c:11:d0:4e:77}. */
public record MacAddress(String text) {
    /** Six pairs of hexadecimal digits. */
    public static final Pattern PATTERN = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    public MacAddress {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a MAC address: " + text);
        }
    }

    /**
     * The stable address of one end of a VM's link: locally administered, unicast (IEEE 802, clause
     * 8.2), the rest from SHA-256 of the VM's id, the NIC's name and the end.
     */
    public static MacAddress derived(VmId vm, NicName nic, LinkEnd end) {
        byte[] digest =
                sha256((vm + "/" + nic + "/" + end.name()).getBytes(StandardCharsets.US_ASCII));
        return new MacAddress(
                String.format(
                        Locale.ROOT,
                        "02:%02x:%02x:%02x:%02x:%02x",
                        digest[0],
                        digest[1],
                        digest[2],
                        digest[3],
                        digest[4]));
    }

    /** The address that a text is, or nothing where it is none. */
    public static Optional<MacAddress> parse(String text) {
        return PATTERN.matcher(text).matches()
                ? Optional.of(new MacAddress(text))
                : Optional.empty();
    }

    /** Whether it is one card's: the lowest bit of the first octet is clear (IEEE 802). */
    public boolean isUnicast() {
        return (Integer.parseInt(text.substring(0, 2), 16) & 1) == 0;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
