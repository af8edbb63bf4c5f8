package oxt.model;

/** What a VM is for on its host. */
public enum Role {
    /** A person works in it. */
    USER,
    /** A network driver domain: owns the uplink and gives other VMs their network. */
    NETWORK,
    /** A storage driver domain: has disks that other VMs use. */
    STORAGE
}
