package oxt.model;

/**
 * A PCI device of the host that a VM has for its own while it runs.
 *
 * @param permissive whether the guest may write to all of its configuration space
 * @param hostNetwork whether it may be taken where the host would have no network without it
 */
public record PciDevice(PciAddress address, boolean permissive, HostNetwork hostNetwork) {
    /** What becomes of the host's own network. */
    public enum HostNetwork {
        KEPT,
        GIVEN_UP
    }

    public static PciDevice at(PciAddress address) {
        return new PciDevice(address, false, HostNetwork.KEPT);
    }

    /** Whether nothing is said of it but where it is. */
    public boolean isPlain() {
        return equals(at(address));
    }
}
