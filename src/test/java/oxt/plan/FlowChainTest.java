package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import oxt.model.Firewall;
import oxt.model.Firewall.Ports;
import oxt.model.Firewall.Protocol;
import oxt.model.Firewall.Rule;
import oxt.model.Firewall.Target;
import oxt.model.Firewall.Verdict;
import oxt.model.Ipv4Network;
import oxt.model.NicNumber;
import oxt.model.Uplink.HostAccess;
import oxt.model.VmName;

/** Who may reach whom, evaluated on the rules before they are text. */
class FlowChainTest {
    private static final String HOST = "10.0.2.2/32";
    private static final String WEB = "93.184.216.34/32";

    @Test
    void no_vm_reaches_another_that_no_rule_of_it_names() {
        for (int seed = 0; seed < 3_000; seed++) {
            RandomGenerator random = new Random(seed);
            NetworkConfig config = config(random);
            for (NetworkConfig.Client from : config.clients()) {
                for (NetworkConfig.Client to : config.clients()) {
                    Flow flow = flow(random, address(to));
                    if (verdict(from, config, flow) == Verdict.ALLOW) {
                        assertTrue(
                                named(from, to.vm(), flow),
                                "seed " + seed + ": " + from + " reaches " + to);
                    }
                }
            }
        }
    }

    @Test
    void no_vm_reaches_any_other_address_of_the_links() {
        for (int seed = 0; seed < 3_000; seed++) {
            RandomGenerator random = new Random(seed);
            NetworkConfig config = config(random);
            Ipv4Network link = new NicNumber(100 + random.nextInt(16_000)).link();
            Flow flow = flow(random, new Ipv4Network(link.address() + random.nextInt(4), 32));
            for (NetworkConfig.Client from : config.clients()) {
                assertEquals(Verdict.REFUSE, verdict(from, config, flow), "seed " + seed);
            }
        }
    }

    @Test
    void no_vm_reaches_the_host_unless_its_driver_domain_allows_that() {
        for (int seed = 0; seed < 3_000; seed++) {
            RandomGenerator random = new Random(seed);
            NetworkConfig config = config(random);
            if (config.host() == HostAccess.REFUSED) {
                Flow flow = flow(random, TestNetworks.network(HOST));
                for (NetworkConfig.Client from : config.clients()) {
                    assertEquals(Verdict.REFUSE, verdict(from, config, flow), "seed " + seed);
                }
            }
        }
    }

    @Test
    void the_first_rule_that_matches_decides() {
        Firewall firewall =
                TestNetworks.refusing(
                        TestNetworks.tcp(Verdict.REFUSE, WEB, 25, 25),
                        TestNetworks.any(Verdict.ALLOW, WEB));
        assertEquals(Verdict.REFUSE, outgoing(firewall, Protocol.TCP, WEB, 25));
        assertEquals(Verdict.ALLOW, outgoing(firewall, Protocol.TCP, WEB, 26));
        assertEquals(Verdict.ALLOW, outgoing(firewall, Protocol.UDP, WEB, 25));
        assertEquals(Verdict.REFUSE, outgoing(firewall, Protocol.TCP, "1.1.1.1/32", 80));
    }

    @Test
    void a_refused_network_also_refuses_a_vm_that_is_named_after_it() {
        NetworkConfig.Client store = TestNetworks.client(1, "store", Firewall.DEFAULT);
        Firewall firewall =
                TestNetworks.allowing(
                        TestNetworks.any(Verdict.REFUSE, "10.0.0.0/8"),
                        TestNetworks.vm(Verdict.ALLOW, Protocol.ANY, "store", Ports.ANY));
        NetworkConfig.Client work = TestNetworks.client(0, "work", firewall);
        NetworkConfig config = new NetworkConfig(HostAccess.REFUSED, List.of(work, store));
        assertEquals(
                Verdict.REFUSE, verdict(work, config, new Flow(Protocol.TCP, address(store), 22)));
    }

    @Test
    void a_named_vm_is_reached_on_the_named_port_only_and_does_not_reach_back() {
        NetworkConfig.Client store = TestNetworks.client(1, "store", Firewall.DEFAULT);
        Firewall firewall =
                TestNetworks.allowing(
                        TestNetworks.vm(Verdict.ALLOW, Protocol.TCP, "store", new Ports(22, 22)));
        NetworkConfig.Client work = TestNetworks.client(0, "work", firewall);
        NetworkConfig config = new NetworkConfig(HostAccess.REFUSED, List.of(work, store));
        assertEquals(
                Verdict.ALLOW, verdict(work, config, new Flow(Protocol.TCP, address(store), 22)));
        assertEquals(
                Verdict.REFUSE, verdict(work, config, new Flow(Protocol.TCP, address(store), 23)));
        assertEquals(
                Verdict.REFUSE, verdict(store, config, new Flow(Protocol.TCP, address(work), 22)));
    }

    @Test
    void who_reaches_nothing_beyond_gets_no_names() {
        assertTrue(chain(Firewall.DEFAULT).leadsOut());
        assertTrue(chain(TestNetworks.refusing(TestNetworks.any(Verdict.ALLOW, WEB))).leadsOut());
        assertFalse(chain(TestNetworks.refusing()).leadsOut());
        assertFalse(
                chain(TestNetworks.allowing(TestNetworks.any(Verdict.REFUSE, "0.0.0.0/0")))
                        .leadsOut());
    }

    /** The first packet of a connection. */
    private record Flow(Protocol protocol, Ipv4Network to, int port) {}

    private static Verdict verdict(NetworkConfig.Client from, NetworkConfig config, Flow flow) {
        for (FlowRule rule : FlowChain.of(from, config).rules()) {
            if (matches(rule, flow)) {
                return rule.verdict();
            }
        }
        return Verdict.REFUSE;
    }

    private static boolean matches(FlowRule rule, Flow flow) {
        boolean protocol =
                rule.protocol() == Protocol.ANY
                        || rule.protocol() == flow.protocol()
                                && rule.ports().first() <= flow.port()
                                && flow.port() <= rule.ports().last();
        return protocol
                && switch (rule.to()) {
                    case FlowRule.Destination.Within(var network) -> network.overlaps(flow.to());
                    case FlowRule.Destination.Beyond(var network) ->
                            network.overlaps(flow.to()) && !NicNumber.LINKS.overlaps(flow.to());
                    case FlowRule.Destination.Clients(var addresses) ->
                            addresses.contains(flow.to().host(0));
                };
    }

    private static boolean named(NetworkConfig.Client from, VmName vm, Flow flow) {
        return from.firewall().rules().stream()
                .anyMatch(
                        rule ->
                                rule.verdict() == Verdict.ALLOW
                                        && rule.to().equals(new Target.OtherVm(vm))
                                        && (rule.protocol() == Protocol.ANY
                                                || rule.protocol() == flow.protocol())
                                        && rule.ports().first() <= flow.port()
                                        && flow.port() <= rule.ports().last());
    }

    private static Verdict outgoing(Firewall firewall, Protocol protocol, String to, int port) {
        NetworkConfig.Client client = TestNetworks.client(0, "work", firewall);
        NetworkConfig config = new NetworkConfig(HostAccess.REFUSED, List.of(client));
        return verdict(client, config, new Flow(protocol, TestNetworks.network(to), port));
    }

    private static FlowChain chain(Firewall firewall) {
        NetworkConfig.Client client = TestNetworks.client(0, "work", firewall);
        return FlowChain.of(client, new NetworkConfig(HostAccess.REFUSED, List.of(client)));
    }

    private static Ipv4Network address(NetworkConfig.Client client) {
        return TestNetworks.network(client.address());
    }

    private static NetworkConfig config(RandomGenerator random) {
        List<NetworkConfig.Client> clients = new ArrayList<>();
        for (int slot = 0; slot < Slot.COUNT; slot++) {
            if (random.nextInt(3) == 0) {
                clients.add(TestNetworks.client(slot, name(random), firewall(random)));
            }
        }
        return new NetworkConfig(pick(random, HostAccess.values()), clients);
    }

    private static Firewall firewall(RandomGenerator random) {
        List<Rule> rules = new ArrayList<>();
        for (int count = random.nextInt(6); count > 0; count--) {
            Protocol protocol = pick(random, Protocol.values());
            boolean hasPorts = protocol == Protocol.TCP || protocol == Protocol.UDP;
            int first = random.nextInt(65_536);
            Ports ports =
                    hasPorts && random.nextBoolean()
                            ? new Ports(first, first + random.nextInt(65_536 - first))
                            : Ports.ANY;
            rules.add(new Rule(pick(random, Verdict.values()), protocol, target(random), ports));
        }
        return new Firewall(pick(random, Verdict.values()), rules);
    }

    /** Networks that hold links, the host or nothing of interest, and names. */
    private static Target target(RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            return new Target.OtherVm(new VmName(name(random)));
        }
        int prefix = random.nextInt(33);
        int[] near = {
            NicNumber.LINKS.address() + random.nextInt(64),
            TestNetworks.network(HOST).address(),
            random.nextInt()
        };
        int mask = prefix == 0 ? 0 : -1 << 32 - prefix;
        return new Target.Network(
                new Ipv4Network(near[random.nextInt(near.length)] & mask, prefix));
    }

    private static Flow flow(RandomGenerator random, Ipv4Network to) {
        Protocol protocol = pick(random, Protocol.values());
        boolean hasPorts = protocol == Protocol.TCP || protocol == Protocol.UDP;
        return new Flow(protocol, to, hasPorts ? random.nextInt(65_536) : 0);
    }

    private static String name(RandomGenerator random) {
        return "vm-" + random.nextInt(5);
    }

    private static <T> T pick(RandomGenerator random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
