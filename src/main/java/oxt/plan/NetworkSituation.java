package oxt.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.NicNumber;
import oxt.model.Uplink;
import oxt.model.Vm;

/** Every VM of the host with its links: what driver domains' configurations are made of. */
public record NetworkSituation(List<Member> members) {
    public NetworkSituation {
        members = List.copyOf(members);
    }

    /** One VM: as wanted, as it is, and its NICs' numbers. */
    public record Member(Vm wanted, Observed observed, Map<NicName, NicNumber> numbers) {
        public Member {
            numbers = Map.copyOf(numbers);
        }
    }

    /**
     * Who is behind which slot of a driver domain, and what they may.
     *
     * <p>A link counts from the moment it is plugged, so that its service is there before its VM
     * asks. A link whose NIC is no longer wanted is not served. One that is in another domain, and
     * that this one is to take over, is served already in the slot that is kept for it: what is
     * left to do then is to move the link.
     */
    public NetworkConfig config(Vm domain) {
        List<NetworkConfig.Client> clients = new ArrayList<>();
        for (Member member : members) {
            for (Held.Link link : member.observed().held(Held.Link.class)) {
                if (link.slot().backend().equals(domain.id())) {
                    client(member, link).ifPresent(clients::add);
                }
            }
        }
        Map<NicOf, Slot> kept = kept(domain);
        for (Member member : members) {
            for (Nic nic : member.wanted().nics()) {
                Slot slot = kept.get(new NicOf(member.wanted().id(), nic.name()));
                if (slot != null) {
                    client(member, new Held.Link(nic.name(), slot)).ifPresent(clients::add);
                }
            }
        }
        clients.sort(Comparator.comparingInt(NetworkConfig.Client::slot));
        return switch (domain.uplink()) {
            case Uplink.None _ -> new NetworkConfig(Uplink.HostAccess.REFUSED, clients);
            case Uplink.User(var host) -> new NetworkConfig(host, clients);
            // The host is nobody in particular on that network.
            case Uplink.Pci _ ->
                    new NetworkConfig(
                            Uplink.HostAccess.ALLOWED, NetworkConfig.NameServer.OF_UPLINK, clients);
        };
    }

    /**
     * Free slots for the NICs that a driver domain stands by for, from the highest down. When one
     * of them is taken by the NIC that it is kept for, the others' stay.
     */
    public Map<NicOf, Slot> kept(Vm domain) {
        TreeSet<Integer> free = new TreeSet<>();
        for (int number = 0; number < Slot.COUNT; number++) {
            free.add(number);
        }
        TreeSet<NicOf> standingBy = new TreeSet<>();
        for (Member member : members) {
            for (Held.Link link : member.observed().held(Held.Link.class)) {
                boolean here = link.slot().backend().equals(domain.id());
                if (here) {
                    free.remove(link.slot().number());
                } else if (isFor(domain, member.wanted(), link.nic())) {
                    standingBy.add(new NicOf(member.wanted().id(), link.nic()));
                }
            }
        }
        Map<NicOf, Slot> kept = new HashMap<>();
        for (NicOf nic : standingBy) {
            if (!free.isEmpty()) {
                kept.put(nic, new Slot(domain.id(), free.pollLast()));
            }
        }
        return Map.copyOf(kept);
    }

    private static boolean isFor(Vm domain, Vm wanted, NicName name) {
        return nic(wanted, name)
                .filter(nic -> nic.spare().isPresent())
                .filter(nic -> nic.driverDomains().contains(domain.name()))
                .isPresent();
    }

    private static Optional<NetworkConfig.Client> client(Member member, Held.Link link) {
        Vm wanted = member.wanted();
        Optional<Nic> found = nic(wanted, link.nic());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        NicNumber number = member.numbers().get(link.nic());
        if (number == null) {
            throw new IllegalArgumentException(
                    "NIC " + link.nic() + " of VM " + wanted.name() + " has no number");
        }
        // What runs has the address it was launched with, whatever is wanted by now.
        Vm machine = member.observed().run().machine().orElse(wanted);
        Nic launched = nic(machine, link.nic()).orElse(found.get());
        return Optional.of(
                new NetworkConfig.Client(
                        link.slot().number(),
                        wanted.name(),
                        link.nic(),
                        launched.mac(),
                        MacAddress.derived(wanted.id(), link.nic(), LinkEnd.GATEWAY),
                        number.link(),
                        found.get().firewall()));
    }

    private static Optional<Nic> nic(Vm vm, NicName name) {
        Stream<Nic> named = vm.nics().stream().filter(nic -> nic.name().equals(name));
        return named.findFirst();
    }
}
