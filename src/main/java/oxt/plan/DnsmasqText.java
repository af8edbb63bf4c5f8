package oxt.plan;

import oxt.model.Ipv4Network;
import oxt.model.NicNumber;
import oxt.model.Uplink;
import oxt.plan.NetworkConfig.Client;

/** The driver domain's address and name service, in dnsmasq's language. */
final class DnsmasqText {
    /** The least that dnsmasq takes: a client learns soon what has changed. */
    private static final String LEASE = "2m";

    private DnsmasqText() {}

    /**
     * Nothing is cached, because an answer given to one VM is nothing that another should get, or
     * could measure. No VM's name is published. Answers that lead a client's programs to a link of
     * this host, or to the host, are taken for lies.
     */
    private static final String ALWAYS =
"""
no-hosts
%sno-ping
bind-dynamic
except-interface=uplink
%scache-size=0
dns-forward-max=150
domain-needed
bogus-priv
filter-AAAA
bogus-nxdomain=127.0.0.0/8
bogus-nxdomain=%s
dhcp-authoritative
dhcp-ignore=tag:!known
dhcp-ignore-names
leasefile-ro
quiet-dhcp
""";

    /**
     * Else it reads of the uplink's name servers what DHCP said, and reads again when that changes.
     */
    private static final String UNTOLD = "no-resolv\nno-poll\n";

    static String of(NetworkConfig config) {
        StringBuilder text = new StringBuilder();
        switch (config.names()) {
            case OF_QEMU ->
                    text.append(
                            ALWAYS.formatted(
                                    UNTOLD,
                                    "server=" + UplinkNetwork.NAME_SERVER + "\n",
                                    NicNumber.LINKS));
            case OF_UPLINK -> text.append(ALWAYS.formatted("", "", NicNumber.LINKS));
        }
        if (config.host() == Uplink.HostAccess.REFUSED) {
            text.append("bogus-nxdomain=").append(UplinkNetwork.HOST).append('\n');
        }
        if (config.clients().isEmpty()) {
            // Without an interface to serve it would serve them all.
            text.append("port=0\n");
        }
        for (Client client : config.clients()) {
            text.append(serve(client, FlowChain.of(client, config)));
        }
        return text.toString();
    }

    private static String serve(Client client, FlowChain chain) {
        // dnsmasq names itself as name server unless told an empty list.
        String names =
                chain.leadsOut()
                        ? ""
                        : "dhcp-option=tag:slot%d,option:dns-server\n".formatted(client.slot());
        return
"""
interface=slot%d
dhcp-range=set:slot%d,%s,static,%s,%s
dhcp-host=%s,%s,%s
%s"""
                .formatted(
                        client.slot(),
                        client.slot(),
                        client.address(),
                        mask(client.subnet()),
                        LEASE,
                        client.mac(),
                        client.address(),
                        LEASE,
                        names);
    }

    private static String mask(Ipv4Network network) {
        return new Ipv4Network(-1 << 32 - network.prefix(), network.prefix()).host(0);
    }
}
