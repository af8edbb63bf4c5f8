package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.made.Vms;
import oxt.model.PciAddress;
import oxt.model.PciDevice;
import oxt.model.Vm;

class DevicePlannerTest {
    private static final PciAddress CARD = PciAddress.parse("0000:00:11.0").orElseThrow();
    private static final PciAddress OTHER = PciAddress.parse("0000:00:11.1").orElseThrow();
    private static final HostDevice FREE =
            new HostDevice(
                    List.of(), HostDevice.Network.KEPT, HostDevice.Cleaning.POSSIBLE, Set.of());

    @Test
    void plans_with_a_device_that_the_host_can_do_without() {
        assertInstanceOf(Planned.Ready.class, plan(FREE, PciDevice.at(CARD)));
    }

    @Test
    void does_not_plan_with_a_device_that_is_not_there() {
        assertEquals(
                List.of(new Refusal.OfDevice.Missing(Vms.work().name(), OTHER)),
                refused(plan(FREE, PciDevice.at(OTHER))));
    }

    @Test
    void does_not_plan_with_the_disk_that_the_host_runs_from() {
        String loss = "The file system at / is on it.";
        HostDevice disk =
                new HostDevice(
                        List.of(loss),
                        HostDevice.Network.KEPT,
                        HostDevice.Cleaning.POSSIBLE,
                        Set.of());
        assertEquals(
                List.of(new Refusal.OfDevice.NeededByHost(Vms.work().name(), CARD, loss)),
                refused(plan(disk, PciDevice.at(CARD))));
    }

    @Test
    void does_not_plan_with_the_hosts_only_network_unless_that_is_given_up() {
        HostDevice only =
                new HostDevice(
                        List.of(), HostDevice.Network.LOST, HostDevice.Cleaning.POSSIBLE, Set.of());
        assertEquals(
                List.of(new Refusal.OfDevice.IsHostNetwork(Vms.work().name(), CARD)),
                refused(plan(only, PciDevice.at(CARD))));
        assertInstanceOf(
                Planned.Ready.class,
                plan(only, new PciDevice(CARD, false, PciDevice.HostNetwork.GIVEN_UP)));
    }

    @Test
    void does_not_plan_with_a_device_that_cannot_be_reset() {
        HostDevice dirty =
                new HostDevice(
                        List.of(),
                        HostDevice.Network.KEPT,
                        HostDevice.Cleaning.IMPOSSIBLE,
                        Set.of());
        assertEquals(
                List.of(new Refusal.OfDevice.NotCleaned(Vms.work().name(), CARD)),
                refused(plan(dirty, PciDevice.at(CARD))));
    }

    @Test
    void plans_with_devices_of_one_group_only_together() {
        HostDevice half =
                new HostDevice(
                        List.of(),
                        HostDevice.Network.KEPT,
                        HostDevice.Cleaning.POSSIBLE,
                        Set.of(OTHER));
        assertEquals(
                List.of(new Refusal.OfDevice.NotAlone(Vms.work().name(), CARD, List.of(OTHER))),
                refused(plan(half, PciDevice.at(CARD))));
        Map<PciAddress, HostDevice> both = Map.of(CARD, half, OTHER, FREE);
        assertInstanceOf(Planned.Ready.class, plan(both, PciDevice.at(CARD), PciDevice.at(OTHER)));
    }

    private static List<Refusal> refused(Planned planned) {
        return assertInstanceOf(Planned.Refused.class, planned).reasons();
    }

    private static Planned plan(HostDevice card, PciDevice wanted) {
        return plan(Map.of(CARD, card), wanted);
    }

    private static Planned plan(Map<PciAddress, HostDevice> devices, PciDevice... wanted) {
        Facts facts = Vms.facts();
        Vm work = Vms.work();
        Vm vm =
                new Vm(
                        work.id(),
                        work.name(),
                        work.role(),
                        work.template(),
                        work.memory(),
                        work.processors(),
                        work.boot(),
                        work.disks(),
                        work.nics(),
                        work.display(),
                        work.autostart(),
                        work.uplink(),
                        List.of(wanted),
                        work.xen());
        return StartPlanner.plan(
                vm,
                new Observed(vm.id(), Run.OFF, After.lifelong(vm)),
                new Facts(
                        facts.abilities(),
                        facts.freeMemory(),
                        facts.images(),
                        facts.driverDomains(),
                        facts.storageDomains(),
                        facts.devicesInUse(),
                        new HostDevices.Known(devices),
                        Measurements.NONE));
    }
}
