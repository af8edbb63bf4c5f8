package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.model.Firewall;
import oxt.model.Firewall.Ports;
import oxt.model.Firewall.Protocol;
import oxt.model.Firewall.Verdict;
import oxt.model.Uplink.HostAccess;

/** What a driver domain is sent. */
class NetworkFilesTest {
    @Test
    void two_plain_clients_reach_the_outside_and_not_each_other() {
        check(
                "network-two-clients.txt",
                config(
                        HostAccess.REFUSED,
                        TestNetworks.client(0, "work", Firewall.DEFAULT),
                        TestNetworks.client(1, "personal", Firewall.DEFAULT)));
    }

    @Test
    void rules_are_written_in_the_order_of_the_document() {
        Firewall firewall =
                TestNetworks.refusing(
                        TestNetworks.tcp(Verdict.REFUSE, "93.184.216.34/32", 25, 25),
                        TestNetworks.tcp(Verdict.ALLOW, "93.184.0.0/16", 80, 443),
                        TestNetworks.any(Verdict.ALLOW, "10.0.0.0/8"));
        check(
                "network-rules.txt",
                config(HostAccess.REFUSED, TestNetworks.client(3, "work", firewall)));
    }

    @Test
    void a_rule_that_names_a_vm_is_written_for_its_addresses() {
        Firewall firewall =
                TestNetworks.allowing(
                        TestNetworks.vm(Verdict.ALLOW, Protocol.TCP, "store", new Ports(22, 22)),
                        TestNetworks.vm(Verdict.ALLOW, Protocol.ICMP, "store", Ports.ANY),
                        TestNetworks.vm(Verdict.ALLOW, Protocol.ANY, "elsewhere", Ports.ANY));
        check(
                "network-named-vm.txt",
                config(
                        HostAccess.REFUSED,
                        TestNetworks.client(0, "work", firewall),
                        TestNetworks.client(4, "store", TestNetworks.refusing()),
                        TestNetworks.client(5, "store", TestNetworks.refusing())));
    }

    @Test
    void an_allowed_host_can_be_reached() {
        check(
                "network-host-allowed.txt",
                config(HostAccess.ALLOWED, TestNetworks.client(0, "work", Firewall.DEFAULT)));
    }

    @Test
    void without_clients_nothing_is_served() {
        check("network-no-clients.txt", config(HostAccess.REFUSED));
    }

    @Test
    void the_digest_is_that_of_every_name_size_and_text_in_order() {
        NetworkFiles files = new NetworkFiles("a", "", "bc\n");
        // printf 'links 1\nanft 0\ndnsmasq 3\nbc\n' | sha256sum
        assertEquals(
                "sha256:bbb57bf408d6961c687e8922527f045075f169b9863c93b8c2575a7d577db19a",
                files.digest().text());
    }

    @Test
    void other_files_have_another_digest() {
        NetworkFiles files = new NetworkFiles("ab", "c", "d");
        assertFalse(files.digest().equals(new NetworkFiles("a", "bc", "d").digest()));
        assertFalse(files.digest().equals(new NetworkFiles("ab", "c", "e").digest()));
    }

    @Test
    void the_largest_configuration_is_not_too_large_for_the_agent() {
        Firewall.Rule network = TestNetworks.tcp(Verdict.ALLOW, "10.137.128.0/17", 10_000, 20_000);
        Firewall.Rule vms =
                TestNetworks.vm(Verdict.ALLOW, Protocol.TCP, "other", new Ports(10_000, 20_000));
        for (Firewall.Rule rule : List.of(network, vms)) {
            Firewall most =
                    new Firewall(Verdict.ALLOW, Collections.nCopies(Firewall.MOST_RULES, rule));
            List<NetworkConfig.Client> clients = new ArrayList<>();
            for (int slot = 0; slot < Slot.COUNT; slot++) {
                clients.add(TestNetworks.client(slot, slot < 8 ? "one" : "other", most));
            }
            NetworkFiles files = NetworkFiles.of(new NetworkConfig(HostAccess.REFUSED, clients));
            assertTrue(files.nft().length() < NetworkFiles.LARGEST_FILE);
        }
    }

    private static NetworkConfig config(HostAccess host, NetworkConfig.Client... clients) {
        return new NetworkConfig(host, List.of(clients));
    }

    private static void check(String name, NetworkConfig config) {
        StringBuilder all = new StringBuilder();
        for (NetworkFiles.File file : NetworkFiles.of(config).files()) {
            all.append("=== ").append(file.name()).append('\n').append(file.text());
        }
        Golden.check(name, all.toString());
    }
}
