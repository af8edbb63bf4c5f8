package oxt.plan;

import java.util.List;
import java.util.UUID;
import oxt.model.Firewall;
import oxt.model.Firewall.Ports;
import oxt.model.Firewall.Protocol;
import oxt.model.Firewall.Rule;
import oxt.model.Firewall.Target;
import oxt.model.Firewall.Verdict;
import oxt.model.Ipv4Network;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.NicName;
import oxt.model.NicNumber;
import oxt.model.VmId;
import oxt.model.VmName;

/** Made-up clients of driver domains, the same at each run. */
final class TestNetworks {
    static final NicName LAN = new NicName("lan");

    private TestNetworks() {}

    static VmId id(int number) {
        return new VmId(new UUID(0x4000, number));
    }

    static Ipv4Network network(String text) {
        return Ipv4Network.parse(text).orElseThrow();
    }

    /** One whose slot is also its NIC's number. */
    static NetworkConfig.Client client(int slot, String vm, Firewall firewall) {
        return new NetworkConfig.Client(
                slot,
                new VmName(vm),
                LAN,
                MacAddress.derived(id(slot), LAN, LinkEnd.CLIENT),
                MacAddress.derived(id(slot), LAN, LinkEnd.GATEWAY),
                new NicNumber(slot).link(),
                firewall);
    }

    static Rule tcp(Verdict verdict, String network, int first, int last) {
        return new Rule(
                verdict,
                Protocol.TCP,
                new Target.Network(network(network)),
                new Ports(first, last));
    }

    static Rule any(Verdict verdict, String network) {
        return new Rule(verdict, Protocol.ANY, new Target.Network(network(network)), Ports.ANY);
    }

    static Rule vm(Verdict verdict, Protocol protocol, String vm, Ports ports) {
        return new Rule(verdict, protocol, new Target.OtherVm(new VmName(vm)), ports);
    }

    static Firewall allowing(Rule... rules) {
        return new Firewall(Verdict.ALLOW, List.of(rules));
    }

    static Firewall refusing(Rule... rules) {
        return new Firewall(Verdict.REFUSE, List.of(rules));
    }
}
