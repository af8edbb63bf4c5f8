package oxt.plan;

import oxt.plan.NetworkConfig.Client;

/**
 * The driver domain's whole packet filter, in nftables' language; nft applies all of it at one
 * moment, or none.
 *
 * <p>No connection is let through because it is established. Each packet, there and back, is judged
 * by what its connection's first packet asked for: when the rules change, connections that are
 * still allowed go on, and the others end at once.
 */
final class NftText {
    /**
     * Connections of one client at a time. The image's table has room for as many of every slot, so
     * that no client can take the others'; a busy browser has a few hundred.
     */
    private static final int MOST_CONNECTIONS = 4096;

    private NftText() {}

    static String of(NetworkConfig config) {
        StringBuilder text = new StringBuilder("flush ruleset\n");
        if (!config.clients().isEmpty()) {
            text.append("table netdev oxt {\n");
            config.clients().forEach(client -> text.append(source(client)));
            text.append("}\n");
        }
        text.append("table inet oxt {\n").append(input(config)).append(output(config));
        text.append(forward(config)).append(AROUND);
        for (Client client : config.clients()) {
            FlowChain chain = FlowChain.of(client, config);
            text.append(gateway(chain)).append(flows(chain));
        }
        return text.append("}\n").toString();
    }

    /**
     * What may come out of a slot at all: IPv4 and ARP, from the client's own addresses. Spoofed
     * packets get no answer: whoever sends them does not need one.
     */
    private static String source(Client client) {
        return
"""
    chain slot%d {
        type filter hook ingress device "slot%d" priority -500; policy drop;
        ether saddr != %s drop
        ip saddr %s accept
        ip saddr 0.0.0.0 ip daddr 255.255.255.255 udp sport 68 udp dport 67 accept
        arp saddr ether %s arp saddr ip %s arp daddr ip %s accept
    }
"""
                .formatted(
                        client.slot(),
                        client.slot(),
                        client.mac(),
                        client.address(),
                        client.mac(),
                        client.address(),
                        client.gatewayAddress());
    }

    /** What the domain takes for itself: from the uplink only answers to its own questions. */
    private static String input(NetworkConfig config) {
        StringBuilder text =
                new StringBuilder(
"""
    chain input {
        type filter hook input priority filter; policy drop;
        iifname "lo" accept
        iifname "uplink" ct state established,related accept
""");
        for (Client client : config.clients()) {
            text.append(
                    "        iifname \"slot%d\" goto slot%d-gateway\n"
                            .formatted(client.slot(), client.slot()));
        }
        return text.append("    }\n").toString();
    }

    /**
     * What the domain itself may send. It may end connections to the host that clients began when
     * that was allowed, or the host would keep its side of them open.
     */
    private static String output(NetworkConfig config) {
        String host =
                switch (config.host()) {
                    case ALLOWED -> "";
                    case REFUSED ->
"""
        ct state established,related accept
        ip daddr %s meta l4proto { tcp, udp } th dport 53 accept
        ip daddr %s udp sport 68 udp dport 67 accept
        ip daddr %s drop
"""
                                    .formatted(
                                            UplinkNetwork.NAME_SERVER,
                                            UplinkNetwork.HOST,
                                            UplinkNetwork.HOST);
                };
        return
"""
    chain output {
        type filter hook output priority filter; policy accept;
        meta nfproto ipv6 oifname != "lo" drop
%s    }
"""
                .formatted(host);
    }

    /**
     * What goes through. Only clients begin connections; errors about a connection that exists come
     * back whatever its rule says of protocols, because they are ICMP and it may not be.
     */
    private static String forward(NetworkConfig config) {
        StringBuilder text =
                new StringBuilder(
"""
    chain forward {
        type filter hook forward priority filter; policy drop;
        ct state invalid drop
        iifname "uplink" ct direction original drop
        iifname "uplink" ct state related meta l4proto icmp accept
""");
        for (Client client : config.clients()) {
            text.append(
                    "        ct original ip saddr %s goto slot%d-flows\n"
                            .formatted(client.address(), client.slot()));
        }
        return text.append("    }\n").toString();
    }

    /** A refusal is told at once, so that people do not wait for it. */
    private static final String AROUND =
"""
    chain postrouting {
        type nat hook postrouting priority srcnat; policy accept;
        oifname "uplink" masquerade
    }
    chain refuse {
        meta l4proto tcp reject with tcp reset
        reject with icmpx type admin-prohibited
    }
""";

    /** No client may use up the name service, which takes 150 questions at a time from all. */
    private static final String NAMES =
"""
        ip daddr %s meta l4proto { tcp, udp } th dport 53 limit rate over 100/second burst 200 packets drop
        ip daddr %s meta l4proto { tcp, udp } th dport 53 accept
""";

    /**
     * What a client may ask of its gateway. One that may reach nothing beyond gets no names either:
     * questions for names are a way out too.
     */
    private static String gateway(FlowChain chain) {
        Client client = chain.client();
        String names =
                chain.leadsOut()
                        ? NAMES.formatted(client.gatewayAddress(), client.gatewayAddress())
                        : "";
        return
"""
    chain slot%d-gateway {
        udp sport 68 udp dport 67 accept
%s        ip daddr %s icmp type echo-request accept
        goto refuse
    }
"""
                .formatted(client.slot(), names, client.gatewayAddress());
    }

    private static final String FLOWS =
"""
    # NIC %s of VM %s
    chain slot%d-flows {
        ct state new ct count over %d goto refuse
""";

    private static String flows(FlowChain chain) {
        Client client = chain.client();
        StringBuilder text =
                new StringBuilder(
                        FLOWS.formatted(
                                client.nic(), client.vm(), client.slot(), MOST_CONNECTIONS));
        for (FlowRule rule : chain.rules()) {
            text.append("        ").append(FlowRuleText.of(rule)).append('\n');
        }
        return text.append("        goto refuse\n    }\n").toString();
    }
}
