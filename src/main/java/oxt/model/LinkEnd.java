package oxt.model;

/** The two ends of the private link between a VM's NIC and its driver domain. */
public enum LinkEnd {
    CLIENT,
    GATEWAY
}
