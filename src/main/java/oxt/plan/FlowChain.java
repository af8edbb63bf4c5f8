package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Firewall;
import oxt.model.Firewall.Verdict;
import oxt.model.Ipv4Network;
import oxt.model.Uplink;
import oxt.model.VmName;
import oxt.plan.FlowRule.Destination;
import oxt.plan.NetworkConfig.Client;

/**
 * What one client may begin: the first rule that matches decides, and where none does the
 * connection is refused.
 */
public record FlowChain(Client client, List<FlowRule> rules) {
    private static final Ipv4Network EVERYWHERE = new Ipv4Network(0, 0);
    private static final FlowRule NOTHING_MORE =
            FlowRule.all(Verdict.REFUSE, new Destination.Within(EVERYWHERE));

    public FlowChain {
        rules = List.copyOf(rules);
    }

    public static FlowChain of(Client client, NetworkConfig config) {
        List<FlowRule> rules = new ArrayList<>();
        if (config.host() == Uplink.HostAccess.REFUSED) {
            rules.add(FlowRule.all(Verdict.REFUSE, new Destination.Within(UplinkNetwork.HOST)));
        }
        for (Firewall.Rule rule : client.firewall().rules()) {
            add(rules, rule, config);
        }
        if (client.firewall().outgoing() == Verdict.ALLOW) {
            rules.add(FlowRule.all(Verdict.ALLOW, new Destination.Beyond(EVERYWHERE)));
        }
        return new FlowChain(client, rules);
    }

    /** Whether anything beyond this host can be reached at all. */
    boolean leadsOut() {
        for (FlowRule rule : rules) {
            if (rule.verdict() == Verdict.ALLOW && rule.to() instanceof Destination.Beyond) {
                return true;
            }
            if (rule.equals(NOTHING_MORE)) {
                return false;
            }
        }
        return false;
    }

    /** A VM that the rule names and that is no client of this domain cannot be reached anyway. */
    private static void add(List<FlowRule> rules, Firewall.Rule rule, NetworkConfig config) {
        switch (rule.to()) {
            case Firewall.Target.Network(var network) -> {
                Destination to = destination(rule.verdict(), network);
                rules.add(new FlowRule(rule.verdict(), rule.protocol(), to, rule.ports()));
            }
            case Firewall.Target.OtherVm(var vm) -> {
                List<String> addresses = addresses(vm, config);
                if (!addresses.isEmpty()) {
                    Destination to = new Destination.Clients(addresses);
                    rules.add(new FlowRule(rule.verdict(), rule.protocol(), to, rule.ports()));
                }
            }
        }
    }

    /** Allowing a network never opens a VM that happens to have an address in it. */
    private static Destination destination(Verdict verdict, Ipv4Network network) {
        return switch (verdict) {
            case ALLOW -> new Destination.Beyond(network);
            case REFUSE -> new Destination.Within(network);
        };
    }

    private static List<String> addresses(VmName vm, NetworkConfig config) {
        return config.clients().stream()
                .filter(client -> client.vm().equals(vm))
                .map(Client::address)
                .toList();
    }
}
