package oxt.plan;

import java.util.List;
import oxt.model.Firewall;
import oxt.model.Ipv4Network;

/** What becomes of the connections that a client begins to one destination. */
public record FlowRule(
        Firewall.Verdict verdict,
        Firewall.Protocol protocol,
        Destination to,
        Firewall.Ports ports) {

    /** Every protocol and port. */
    static FlowRule all(Firewall.Verdict verdict, Destination to) {
        return new FlowRule(verdict, Firewall.Protocol.ANY, to, Firewall.Ports.ANY);
    }

    /** Where a connection goes. */
    public sealed interface Destination {
        /** Every address of a network, whoever has it. */
        record Within(Ipv4Network network) implements Destination {}

        /** Those addresses of a network that are not on a link of this host. */
        record Beyond(Ipv4Network network) implements Destination {}

        /** The clients of one VM, at least one. */
        record Clients(List<String> addresses) implements Destination {
            public Clients {
                addresses = List.copyOf(addresses);
                if (addresses.isEmpty()) {
                    throw new IllegalArgumentException("no client");
                }
            }
        }
    }
}
