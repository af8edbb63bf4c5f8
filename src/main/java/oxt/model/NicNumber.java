package oxt.model;

/** The number of a NIC on its host; the addresses of the NIC's link are made of it. */
public record NicNumber(int number) implements Comparable<NicNumber> {
    /** Every link of a host; nothing beyond a driver domain has an address in it. */
    public static final Ipv4Network LINKS = new Ipv4Network(10 << 24 | 137 << 16, 16);

    private static final int LINK_PREFIX = 30;

    /** As many links of four addresses as there is room for. */
    public static final int LARGEST = (1 << LINK_PREFIX - LINKS.prefix()) - 1;

    public NicNumber {
        if (number < 0 || number > LARGEST) {
            throw new IllegalArgumentException("a NIC's number is 0 to " + LARGEST);
        }
    }

    /** The link's own network: the first host is the gateway, the second the VM. */
    public Ipv4Network link() {
        return new Ipv4Network(LINKS.address() + (number << 32 - LINK_PREFIX), LINK_PREFIX);
    }

    @Override
    public int compareTo(NicNumber other) {
        return Integer.compare(number, other.number);
    }
}
