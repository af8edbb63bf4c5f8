package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.made.Vms;
import oxt.model.DevicePath;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Firewall;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;

/** What is started before a VM. */
class StartOrderTest {
    private final Map<VmName, Vm> defined = new HashMap<>();

    private Vm vm(String name, String... backends) {
        Vm work = Vms.work(new VmId(new UUID(1, name.hashCode())));
        List<Nic> nics =
                List.of(backends).stream().map(backend -> nic(work.id(), backend)).toList();
        Vm vm =
                new Vm(
                        work.id(),
                        new VmName(name),
                        work.role(),
                        work.template(),
                        work.memory(),
                        work.processors(),
                        work.boot(),
                        work.disks(),
                        nics,
                        work.display(),
                        work.autostart(),
                        work.uplink(),
                        work.pci(),
                        work.xen());
        defined.put(vm.name(), vm);
        return vm;
    }

    private static Nic nic(VmId vm, String backend) {
        NicName name = new NicName("to-" + backend);
        return new Nic(
                name,
                new VmName(backend),
                MacAddress.derived(vm, name, LinkEnd.CLIENT),
                Firewall.DEFAULT);
    }

    private List<String> first(Vm vm, Set<String> running) {
        return switch (StartOrder.of(vm, defined, name -> running.contains(name.text()))) {
            case StartOrder.Answer.First(var vms) ->
                    vms.stream().map(each -> each.name().text()).toList();
            case StartOrder.Answer.Refused(var reason) -> List.of(RefusalText.of(reason).what());
        };
    }

    @Test
    void a_driver_domain_comes_before_its_clients_and_its_own_before_it() {
        vm("far");
        vm("near", "far");
        Vm work = vm("work", "near", "far");
        assertEquals(List.of("far", "near"), first(work, Set.of()));
    }

    @Test
    void what_runs_is_not_started_nor_what_it_once_needed() {
        vm("far");
        vm("near", "far");
        Vm work = vm("work", "near");
        assertEquals(List.of(), first(work, Set.of("near")));
        assertEquals(List.of("near"), first(work, Set.of("far")));
    }

    @Test
    void a_driver_domain_that_is_not_defined_is_left_to_the_planner() {
        assertEquals(List.of(), first(vm("work", "nobody"), Set.of()));
    }

    @Test
    void a_spare_is_started_too_but_not_needed() {
        Vm net = vm("net");
        vm("net2");
        Vm work = spared("work", "net", "net2");
        assertEquals(List.of("net", "net2"), first(work, Set.of()));
        assertEquals(List.of("net2"), first(work, Set.of("net")));
        assertEquals(List.of(), StartOrder.missing(work, name -> name.text().equals("net2")));
        assertEquals(List.of(net.name(), new VmName("net2")), StartOrder.missing(work, _ -> false));
    }

    @Test
    void a_spare_that_cannot_be_started_is_no_reason_where_the_driver_domain_runs() {
        Vm net = vm("net");
        Vm net2 = vm("net2");
        Vm work = spared("work", "net", "net2");
        assertEquals(
                List.of(),
                StartOrder.unmet(
                        work, net.name()::equals, Map.of(net2.name(), List.of("too large"))));
        assertEquals(
                List.of("gone", "too large"),
                StartOrder.unmet(
                        work,
                        _ -> false,
                        Map.of(net2.name(), List.of("too large"), net.name(), List.of("gone"))));
    }

    @Test
    void a_spare_that_needs_the_vm_is_left_out() {
        vm("net");
        vm("net2", "work");
        assertEquals(List.of("net"), first(spared("work", "net", "net2"), Set.of()));
    }

    @Test
    void the_domain_of_a_disk_comes_first_and_is_needed() {
        vm("store");
        Vm work = vm("work");
        var disk =
                new Disk(
                        new DiskName("archive"),
                        new DiskSource.InDomain(new VmName("store"), new DevicePath("/dev/xvdb")),
                        DiskFormat.RAW,
                        DiskMode.PERSISTENT);
        Vm client = work.with(List.of(disk), List.of());
        assertEquals(List.of("store"), first(client, Set.of()));
        assertEquals(List.of(new VmName("store")), StartOrder.missing(client, _ -> false));
    }

    private Vm spared(String name, String backend, String spare) {
        Vm vm = vm(name, backend);
        Nic nic = vm.nics().getFirst();
        return vm.with(
                vm.disks(), List.of(nic.behind(nic.backend(), Optional.of(new VmName(spare)))));
    }

    @Test
    void a_cycle_is_refused_with_those_who_make_it() {
        vm("a", "b");
        vm("b", "a");
        Vm work = vm("work", "a");
        assertEquals(
                List.of("VM a needs itself to be started first: a needs b needs a."),
                first(work, Set.of()));
        assertEquals(List.of("a"), first(work, Set.of("b")));
    }
}
