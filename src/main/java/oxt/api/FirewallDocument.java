package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.api.ScalarShape.Parsed;
import oxt.model.Firewall;
import oxt.model.Firewall.Ports;
import oxt.model.Firewall.Protocol;
import oxt.model.Firewall.Rule;
import oxt.model.Firewall.Target;
import oxt.model.Firewall.Verdict;
import oxt.model.Ipv4Network;
import oxt.model.Problem;
import oxt.model.VmName;

/** The {@code firewall} of a NIC in a VM document. */
final class FirewallDocument {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    private static final Key<Target.OtherVm, VmName> VM =
            Key.required(
                    "vm",
                    Scalars.name("a VM", VmName::new),
                    "Another VM behind the same driver domain.",
                    Target.OtherVm::vm);
    private static final RecordShape<Target.OtherVm> OTHER_VM =
            RecordShape.of(
                    "firewall target VM",
                    "Another VM, by name.",
                    List.of(VM),
                    fields -> new Target.OtherVm(fields.of(VM)));
    private static final ScalarShape<Target> NETWORK =
            Scalars.pattern(
                    "an IPv4 network such as 10.0.0.0/8, with no bits set behind its prefix",
                    Ipv4Network.PATTERN,
                    text -> Ipv4Network.parse(text).map(Target.Network::new));

    private static final Key<Rule, Verdict> VERDICT =
            Key.required(
                    "verdict",
                    Scalars.choice(Verdict.values()),
                    "Whether a connection that matches is allowed or refused.",
                    Rule::verdict);
    private static final Key<Rule, Protocol> PROTOCOL =
            Key.standard(
                    "protocol",
                    Scalars.choice(Protocol.values()),
                    Protocol.ANY,
                    "The protocol that matches.",
                    Rule::protocol);
    private static final Key<Rule, Target> TO =
            Key.standard(
                    "to",
                    new EitherShape<>(
                            NETWORK,
                            new MappedShape<>(OTHER_VM, vm -> vm, FirewallDocument::otherVm),
                            "{vm: work}",
                            FirewallDocument::write),
                    new Target.Network(new Ipv4Network(0, 0)),
                    "Where the connection goes: a network, or {vm: NAME}.",
                    Rule::to);
    private static final Key<Rule, Ports> PORTS =
            Key.standard(
                    "ports",
                    ports(),
                    Ports.ANY,
                    "The port numbers that match; of tcp and udp only.",
                    Rule::ports);
    private static final RecordShape<Rule> RULE =
            RecordShape.of(
                            "firewall rule",
                            "What becomes of connections of one kind.",
                            List.of(VERDICT, PROTOCOL, TO, PORTS),
                            fields ->
                                    new Rule(
                                            fields.of(VERDICT),
                                            fields.of(PROTOCOL),
                                            fields.of(TO),
                                            fields.of(PORTS)))
                    .check(List.of(PROTOCOL, PORTS), FirewallDocument::portsHaveProtocol);

    private static final Key<Firewall, Verdict> OUTGOING =
            Key.standard(
                    "outgoing",
                    Scalars.choice(Verdict.values()),
                    Firewall.DEFAULT.outgoing(),
                    "What becomes of connections to the outside that no rule matches.",
                    Firewall::outgoing);
    private static final Key<Firewall, List<Rule>> RULES =
            Key.standard(
                    "rules",
                    ListShape.of(RULE, Firewall.MOST_RULES),
                    Firewall.DEFAULT.rules(),
                    "The first that matches decides. Other VMs are reached by a rule only.",
                    Firewall::rules);
    static final RecordShape<Firewall> SHAPE =
            RecordShape.of(
                    "firewall",
                    "What the driver domain lets through from this NIC.",
                    List.of(OUTGOING, RULES),
                    fields -> new Firewall(fields.of(OUTGOING), fields.of(RULES)));

    private FirewallDocument() {}

    private static Target.OtherVm otherVm(Target target) {
        return switch (target) {
            case Target.OtherVm vm -> vm;
            case Target.Network network ->
                    throw new IllegalArgumentException(network + " is not a VM");
        };
    }

    private static Node write(Target target) {
        return switch (target) {
            case Target.Network(var network) -> Node.text(network.toString());
            case Target.OtherVm vm -> OTHER_VM.write(vm);
        };
    }

    private static ScalarShape<Ports> ports() {
        String words = "a port number or a range such as 8000-8100, within 0 to 65535";
        Node.Mapping number =
                Node.mapping(
                        Node.entry("type", "integer"),
                        Node.entry("minimum", Node.number(0)),
                        Node.entry("maximum", Node.number(65535)));
        return new ScalarShape<>(
                words,
                Node.mapping(
                        Node.entry(
                                "oneOf", Node.sequence(List.of(number, Scalars.pattern(RANGE))))),
                node ->
                        range(node)
                                .<Parsed<Ports>>map(Parsed.Is::new)
                                .orElse(
                                        new Parsed.IsNot<>(
                                                "invalid-ports", "Write " + words + ".")),
                FirewallDocument::write);
    }

    private static Optional<Ports> range(Node node) {
        return switch (node) {
            case Node.Number number ->
                    number.exactLong()
                            .filter(port -> 0 <= port && port <= 65535)
                            .map(port -> new Ports(Math.toIntExact(port), Math.toIntExact(port)));
            case Node.Text(var text, _) -> range(text);
            case Node.Truth _, Node.Null _, Node.Sequence _, Node.Mapping _ -> Optional.empty();
        };
    }

    private static Optional<Ports> range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first <= last && last <= 65535
                ? Optional.of(new Ports(first, last))
                : Optional.empty();
    }

    private static Node write(Ports ports) {
        return ports.first() == ports.last()
                ? Node.number(ports.first())
                : Node.text(ports.first() + "-" + ports.last());
    }

    private static void portsHaveProtocol(Fields<Rule> fields) {
        Protocol protocol = fields.of(PROTOCOL);
        if (!protocol.hasPorts() && !fields.of(PORTS).equals(Ports.ANY)) {
            fields.refuse(
                    new Problem.Invalid(
                            "ports-without-protocol",
                            "Only tcp and udp have ports; this rule is for "
                                    + Scalars.word(protocol)
                                    + ".",
                            "Write protocol: tcp or protocol: udp, or remove ports.",
                            fields.place(PORTS)));
        }
    }
}
