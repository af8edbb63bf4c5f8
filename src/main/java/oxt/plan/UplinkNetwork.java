package oxt.plan;

import oxt.model.Ipv4Network;

/**
 * What is on the wire between a driver domain and QEMU's user network (slirp), which leads on.
 *
 * <p>The addresses are slirp's own defaults. It takes every address of its network but the name
 * server's for the host's loopback, so all of them are the host.
 */
public final class UplinkNetwork {
    public static final Ipv4Network HOST = new Ipv4Network(10 << 24 | 2 << 8, 24);
    public static final String NAME_SERVER = HOST.host(3);

    private UplinkNetwork() {}
}
