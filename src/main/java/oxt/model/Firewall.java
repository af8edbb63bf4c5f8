package oxt.model;

import java.util.List;

/**
 * What a NIC's driver domain lets through from its VM: the first rule that matches decides, and
 * where none does, {@code outgoing}. Other VMs are never reached but by a rule that names them.
 */
public record Firewall(Verdict outgoing, List<Rule> rules) {
    /** More rules than a person can oversee are refused. */
    public static final int MOST_RULES = 256;

    /** Outgoing connections are allowed, VM to VM is refused. */
    public static final Firewall DEFAULT = new Firewall(Verdict.ALLOW, List.of());

    public Firewall {
        rules = List.copyOf(rules);
        if (rules.size() > MOST_RULES) {
            throw new IllegalArgumentException("more than " + MOST_RULES + " rules");
        }
    }

    public enum Verdict {
        ALLOW,
        REFUSE
    }

    public enum Protocol {
        ANY,
        TCP,
        UDP,
        ICMP;

        public boolean hasPorts() {
            return switch (this) {
                case TCP, UDP -> true;
                case ANY, ICMP -> false;
            };
        }
    }

    public record Rule(Verdict verdict, Protocol protocol, Target to, Ports ports) {
        public Rule {
            if (!protocol.hasPorts() && !ports.equals(Ports.ANY)) {
                throw new IllegalArgumentException("only tcp and udp have ports");
            }
        }
    }

    /** Where a connection goes. */
    public sealed interface Target {
        record Network(Ipv4Network network) implements Target {}

        record OtherVm(VmName vm) implements Target {}
    }

    /** A range of port numbers, both ends within. */
    public record Ports(int first, int last) {
        public static final Ports ANY = new Ports(0, 65535);

        public Ports {
            if (first < 0 || last > 65535 || first > last) {
                throw new IllegalArgumentException("not a port range");
            }
        }
    }
}
