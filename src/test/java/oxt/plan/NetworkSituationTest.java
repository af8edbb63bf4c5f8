package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Display;
import oxt.model.Firewall;
import oxt.model.ImageName;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.NicNumber;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Uplink.HostAccess;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;

/** Who is behind which slot. */
class NetworkSituationTest {
    private static final VmId NET = TestNetworks.id(1);
    private static final VmId WORK = TestNetworks.id(2);
    private static final NicName LAN = TestNetworks.LAN;
    private static final MacAddress MAC = MacAddress.derived(WORK, LAN, LinkEnd.CLIENT);
    private static final Vm NETWORK =
            vm(NET, "net", Role.NETWORK, List.of(), new Uplink.User(HostAccess.ALLOWED));

    @Test
    void a_plugged_link_is_served_with_the_documents_firewall() {
        Firewall firewall = TestNetworks.refusing();
        Vm work = work(new Nic(LAN, new VmName("net"), MAC, firewall));
        NetworkConfig config = config(member(work, linked(Run.OFF)));
        assertEquals(
                new NetworkConfig(
                        HostAccess.ALLOWED,
                        List.of(
                                new NetworkConfig.Client(
                                        7,
                                        new VmName("work"),
                                        LAN,
                                        MAC,
                                        MacAddress.derived(WORK, LAN, LinkEnd.GATEWAY),
                                        TestNetworks.network("10.137.0.12/30"),
                                        firewall))),
                config);
    }

    @Test
    void a_vm_that_runs_is_served_under_the_address_it_was_launched_with() {
        MacAddress newer = new MacAddress("02:00:5e:00:53:01");
        Vm launched = work(new Nic(LAN, new VmName("net"), MAC, TestNetworks.refusing()));
        Vm wanted = work(new Nic(LAN, new VmName("net"), newer, Firewall.DEFAULT));
        NetworkConfig config = config(member(wanted, linked(new Run.Running(launched))));
        assertEquals(MAC, config.clients().getFirst().mac());
        assertEquals(Firewall.DEFAULT, config.clients().getFirst().firewall());
    }

    @Test
    void a_link_stays_served_where_it_is_until_it_has_moved() {
        Vm moving = work(new Nic(LAN, new VmName("other-net"), MAC, Firewall.DEFAULT));
        assertEquals(1, config(member(moving, linked(Run.OFF))).clients().size());
    }

    @Test
    void a_nic_that_is_no_longer_wanted_is_not_served() {
        assertTrue(config(member(work(), linked(Run.OFF))).clients().isEmpty());
    }

    @Test
    void a_vm_without_a_link_to_the_domain_is_not_served() {
        Vm work = work(new Nic(LAN, new VmName("net"), MAC, Firewall.DEFAULT));
        Slot elsewhere = new Slot(TestNetworks.id(9), 7);
        Observed other = new Observed(WORK, Run.OFF, Set.of(new Held.Link(LAN, elsewhere)));
        assertTrue(config(member(work, other)).clients().isEmpty());
        assertTrue(config(member(work, Observed.nothing(WORK))).clients().isEmpty());
    }

    @Test
    void a_domain_serves_those_it_stands_by_for_before_their_links_come_and_then_no_other_way() {
        Slot elsewhere = new Slot(TestNetworks.id(9), 7);
        Vm work =
                work(
                        new Nic(
                                LAN,
                                new VmName("other"),
                                Optional.of(new VmName("net")),
                                MAC,
                                Firewall.DEFAULT));
        Observed there = new Observed(WORK, Run.OFF, Set.of(new Held.Link(LAN, elsewhere)));
        NetworkConfig before = config(member(work, there));
        assertEquals(1, before.clients().size());
        Slot kept =
                new NetworkSituation(List.of(member(work, there)))
                        .kept(NETWORK)
                        .get(new NicOf(WORK, LAN));
        Observed here = new Observed(WORK, Run.OFF, Set.of(new Held.Link(LAN, kept)));
        assertEquals(before, config(member(work, here)));
    }

    @Test
    void whoever_comes_into_the_slot_that_was_kept_for_it_leaves_the_others_theirs() {
        List<NetworkSituation.Member> members = new ArrayList<>();
        for (int number = 2; number < 6; number++) {
            members.add(standby(number, new Slot(TestNetworks.id(9), number)));
        }
        Map<NicOf, Slot> kept = new NetworkSituation(members).kept(NETWORK);
        assertEquals(4, Set.copyOf(kept.values()).size());
        for (int moved = 0; moved < members.size(); moved++) {
            List<NetworkSituation.Member> then = new ArrayList<>(members);
            NicOf nic = new NicOf(TestNetworks.id(moved + 2), LAN);
            then.set(moved, standby(moved + 2, kept.get(nic)));
            Map<NicOf, Slot> others = new HashMap<>(kept);
            others.remove(nic);
            assertEquals(others, new NetworkSituation(then).kept(NETWORK));
        }
    }

    private static NetworkSituation.Member standby(int number, Slot slot) {
        Nic nic =
                new Nic(
                        LAN,
                        new VmName("other"),
                        Optional.of(new VmName("net")),
                        MAC,
                        Firewall.DEFAULT);
        VmId id = TestNetworks.id(number);
        Vm vm = vm(id, "work" + number, Role.USER, List.of(nic), new Uplink.None());
        Observed there = new Observed(id, Run.OFF, Set.of(new Held.Link(LAN, slot)));
        return new NetworkSituation.Member(vm, there, Map.of(LAN, new NicNumber(number)));
    }

    @Test
    void a_nic_without_a_number_is_a_mistake_of_ours() {
        Vm work = work(new Nic(LAN, new VmName("net"), MAC, Firewall.DEFAULT));
        var member = new NetworkSituation.Member(work, linked(Run.OFF), Map.of());
        assertThrows(IllegalArgumentException.class, () -> config(member));
    }

    @Test
    void two_clients_in_one_slot_are_a_mistake_of_ours() {
        NetworkConfig.Client client = TestNetworks.client(1, "work", Firewall.DEFAULT);
        assertThrows(
                IllegalArgumentException.class,
                () -> new NetworkConfig(HostAccess.REFUSED, List.of(client, client)));
    }

    @Test
    void numbers_beyond_the_last_link_are_refused() {
        assertEquals("10.137.255.252/30", new NicNumber(NicNumber.LARGEST).link().toString());
        assertThrows(IllegalArgumentException.class, () -> new NicNumber(NicNumber.LARGEST + 1));
        assertThrows(IllegalArgumentException.class, () -> new NicNumber(-1));
    }

    @Test
    void a_domain_is_configured_once_and_again_when_something_changed() {
        Vm work = work(new Nic(LAN, new VmName("net"), MAC, Firewall.DEFAULT));
        NetworkConfig wanted = config(member(work, linked(Run.OFF)));
        Observed running = new Observed(NET, new Run.Running(NETWORK), Set.of());
        var same = new NetworkPlanner.Applied.Config(NetworkFiles.of(wanted).digest());
        var other = new NetworkPlanner.Applied.Config(NetworkFiles.of(config()).digest());
        assertEquals(0, steps(running, wanted, same));
        assertEquals(1, steps(running, wanted, other));
        assertEquals(1, steps(running, wanted, new NetworkPlanner.Applied.Nothing()));
        assertEquals(0, steps(running, wanted, new NetworkPlanner.Applied.Silent()));
        assertEquals(0, steps(Observed.nothing(NET), wanted, new NetworkPlanner.Applied.Nothing()));
    }

    private static int steps(
            Observed observed, NetworkConfig wanted, NetworkPlanner.Applied applied) {
        return NetworkPlanner.plan(NETWORK, observed, wanted, applied).steps().size();
    }

    private static NetworkConfig config(NetworkSituation.Member... members) {
        return new NetworkSituation(List.of(members)).config(NETWORK);
    }

    private static NetworkSituation.Member member(Vm wanted, Observed observed) {
        return new NetworkSituation.Member(wanted, observed, Map.of(LAN, new NicNumber(3)));
    }

    private static Observed linked(Run run) {
        return new Observed(WORK, run, Set.of(new Held.Link(LAN, new Slot(NET, 7))));
    }

    private static Vm work(Nic... nics) {
        return vm(WORK, "work", Role.USER, List.of(nics), new Uplink.None());
    }

    private static Vm vm(VmId id, String name, Role role, List<Nic> nics, Uplink uplink) {
        return new Vm(
                id,
                new VmName(name),
                role,
                role == Role.NETWORK ? Template.NETWORK : Template.DESKTOP,
                ByteSize.mebibytes(128),
                1,
                new Boot.DirectKernel(new ImageName("minimal"), ""),
                List.of(),
                nics,
                Display.OFF,
                new Autostart.Off(),
                uplink,
                List.of(),
                XenSettings.DEFAULT);
    }
}
