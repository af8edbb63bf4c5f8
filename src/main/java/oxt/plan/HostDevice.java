package oxt.plan;

import java.util.List;
import java.util.Set;
import oxt.model.PciAddress;

/**
 * A PCI device of the host, as plans that give it to a VM see it.
 *
 * @param losses what the host could not do without it, one sentence each
 * @param company other devices that can only be given away with it, because they share its IOMMU
 *     group or its reset
 */
public record HostDevice(
        List<String> losses, Network network, Cleaning cleaning, Set<PciAddress> company) {
    public HostDevice {
        losses = List.copyOf(losses);
        company = Set.copyOf(company);
    }

    /** What the host's own network is without it. */
    public enum Network {
        KEPT,
        /** No other card has an address. */
        LOST
    }

    /** Whether its next owner can find it without what the last one left in it. */
    public enum Cleaning {
        POSSIBLE,
        IMPOSSIBLE
    }
}
