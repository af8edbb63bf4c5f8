package oxt.engine.qemu;

/** Whether processes of VMs are kept off the host's network, found by trying. */
public sealed interface Isolation {

    /** A VM without an uplink has a process without a network: only its sockets lead anywhere. */
    record Apart() implements Isolation {}

    /** A guest that took over its process could open connections as any program of the host. */
    record Among(String why) implements Isolation {}
}
