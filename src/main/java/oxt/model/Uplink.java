package oxt.model;

/** How a VM reaches the world itself, not through a driver domain. */
public sealed interface Uplink {

    /** Not at all. */
    record None() implements Uplink {}

    /** QEMU's user network: connections leave as the VM process's own. Driver domains only. */
    record User(HostAccess host) implements Uplink {}

    /** A network card of the host, which the driver domain has for its own. */
    record Pci(PciDevice device) implements Uplink {}

    /** Whether the host's own loopback services can be reached through a user uplink. */
    enum HostAccess {
        ALLOWED,
        REFUSED
    }
}
