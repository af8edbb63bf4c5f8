package oxt.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import oxt.model.PciAddress;
import oxt.model.PciDevice;
import oxt.model.Vm;

/** Judges whether the host can do without the PCI devices that a VM asks for. */
final class DevicePlanner {
    private DevicePlanner() {}

    static List<Refusal> unmet(Vm vm, Facts facts) {
        List<Refusal> unmet = new ArrayList<>();
        for (PciDevice device : vm.hardware()) {
            Vm owner = facts.devicesInUse().get(device.address());
            if (owner != null && !owner.id().equals(vm.id())) {
                unmet.add(new Refusal.PciDeviceTaken(vm.name(), device.address(), owner.name()));
            }
            switch (facts.hostDevices()) {
                case HostDevices.Any _ -> {}
                case HostDevices.Known known -> unmet.addAll(unmet(vm, device, known));
            }
        }
        return unmet;
    }

    private static List<Refusal> unmet(Vm vm, PciDevice device, HostDevices.Known known) {
        PciAddress address = device.address();
        Optional<HostDevice> there = known.find(address);
        if (there.isEmpty()) {
            return List.of(new Refusal.OfDevice.Missing(vm.name(), address));
        }
        List<Refusal> unmet = new ArrayList<>();
        for (String loss : there.get().losses()) {
            unmet.add(new Refusal.OfDevice.NeededByHost(vm.name(), address, loss));
        }
        if (there.get().network() == HostDevice.Network.LOST
                && device.hostNetwork() == PciDevice.HostNetwork.KEPT) {
            unmet.add(new Refusal.OfDevice.IsHostNetwork(vm.name(), address));
        }
        if (there.get().cleaning() == HostDevice.Cleaning.IMPOSSIBLE) {
            unmet.add(new Refusal.OfDevice.NotCleaned(vm.name(), address));
        }
        Set<PciAddress> missing = new HashSet<>(there.get().company());
        vm.hardware().forEach(other -> missing.remove(other.address()));
        if (!missing.isEmpty()) {
            unmet.add(
                    new Refusal.OfDevice.NotAlone(
                            vm.name(), address, List.copyOf(new TreeSet<>(missing))));
        }
        return unmet;
    }
}
