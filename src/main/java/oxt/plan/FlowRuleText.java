package oxt.plan;

import java.util.List;
import oxt.model.Firewall.Ports;
import oxt.model.Firewall.Protocol;
import oxt.model.Firewall.Verdict;
import oxt.model.Ipv4Network;
import oxt.model.NicNumber;
import oxt.plan.FlowRule.Destination;

/**
 * One rule in nftables' language.
 *
 * <p>Destination and port are those of the connection's first packet ({@code ct original}), so the
 * rule matches packets of both directions, also those of connections that are older than the rule.
 */
final class FlowRuleText {
    private static final String TO = "ct original ip daddr ";

    private FlowRuleText() {}

    static String of(FlowRule rule) {
        return destination(rule.to()) + protocol(rule) + verdict(rule.verdict());
    }

    private static String destination(Destination to) {
        return switch (to) {
            case Destination.Within(var network) -> network(network);
            case Destination.Beyond(var network) ->
                    network(network)
                            + (network.overlaps(NicNumber.LINKS)
                                    ? TO + "!= " + NicNumber.LINKS + " "
                                    : "");
            case Destination.Clients(var addresses) -> TO + set(addresses) + " ";
        };
    }

    private static String network(Ipv4Network network) {
        return network.prefix() == 0 ? "" : TO + network + " ";
    }

    private static String set(List<String> addresses) {
        return addresses.size() == 1
                ? addresses.getFirst()
                : "{ " + String.join(", ", addresses) + " }";
    }

    private static String protocol(FlowRule rule) {
        return switch (rule.protocol()) {
            case Protocol.ANY -> "";
            case Protocol.ICMP -> "meta l4proto icmp ";
            case Protocol.TCP -> "meta l4proto tcp " + ports(rule.ports());
            case Protocol.UDP -> "meta l4proto udp " + ports(rule.ports());
        };
    }

    private static String ports(Ports ports) {
        if (ports.equals(Ports.ANY)) {
            return "";
        }
        return "ct original proto-dst "
                + ports.first()
                + (ports.first() == ports.last() ? "" : "-" + ports.last())
                + " ";
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case ALLOW -> "accept";
            case REFUSE -> "goto refuse";
        };
    }
}
