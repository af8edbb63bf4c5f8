package oxt.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import oxt.model.Firewall;
import oxt.model.Ipv4Network;
import oxt.model.MacAddress;
import oxt.model.NicName;
import oxt.model.Uplink;
import oxt.model.VmName;

/** Everything a network driver domain is told: who is behind which slot, and what they may. */
public record NetworkConfig(Uplink.HostAccess host, NameServer names, List<Client> clients) {

    /** Whom the driver domain asks for names. */
    public enum NameServer {
        /** The one in QEMU's user network. */
        OF_QEMU,
        /** Those that the network outside names by DHCP. */
        OF_UPLINK
    }

    /** Behind QEMU's user network. */
    public NetworkConfig(Uplink.HostAccess host, List<Client> clients) {
        this(host, NameServer.OF_QEMU, clients);
    }

    public NetworkConfig {
        clients = List.copyOf(clients);
        Set<Integer> slots = new HashSet<>();
        Set<Ipv4Network> subnets = new HashSet<>();
        for (Client client : clients) {
            if (!slots.add(client.slot()) || !subnets.add(client.subnet())) {
                throw new IllegalArgumentException("two clients in one place: " + client);
            }
        }
    }

    /**
     * One linked NIC.
     *
     * @param subnet the link's own /30: the first host is the gateway, the second the client
     */
    public record Client(
            int slot,
            VmName vm,
            NicName nic,
            MacAddress mac,
            MacAddress gatewayMac,
            Ipv4Network subnet,
            Firewall firewall) {
        public Client {
            if (slot < 0 || slot >= Slot.COUNT) {
                throw new IllegalArgumentException("slot " + slot);
            }
            if (subnet.prefix() != 30) {
                throw new IllegalArgumentException("a link's subnet is a /30: " + subnet);
            }
        }

        public String gatewayAddress() {
            return subnet.host(1);
        }

        public String address() {
            return subnet.host(2);
        }
    }
}
