package oxt.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.host.pci.HostUse;
import oxt.host.pci.PciBus;
import oxt.host.pci.PciFunction;
import oxt.host.pci.Resetting;
import oxt.model.PciAddress;
import oxt.plan.HostDevice;
import oxt.plan.HostDevices;

/** This machine's PCI functions as plans see them. */
final class PciFacts {
    /** What every card has that is switched on; nobody reaches the host by it. */
    private static final String LINK_LOCAL = "fe80:";

    private PciFacts() {}

    static HostDevices read() {
        return of(PciBus.read());
    }

    static HostDevices of(List<PciFunction> functions) {
        Set<PciAddress> networks = new HashSet<>();
        for (PciFunction function : functions) {
            if (function.uses().stream().anyMatch(PciFacts::isReached)) {
                networks.add(function.address());
            }
        }
        Map<PciAddress, HostDevice> devices = new HashMap<>();
        for (PciFunction function : functions) {
            devices.put(function.address(), device(function, functions, networks));
        }
        return new HostDevices.Known(devices);
    }

    private static HostDevice device(
            PciFunction function, List<PciFunction> all, Set<PciAddress> networks) {
        List<String> losses = new ArrayList<>();
        for (HostUse use : function.uses()) {
            switch (use) {
                case HostUse.FileSystem _, HostUse.Swap _ -> losses.add(use.sentence());
                case HostUse.Network _ -> {}
            }
        }
        boolean isOnlyNetwork = networks.equals(Set.of(function.address()));
        boolean isResettable = !(function.resetting() instanceof Resetting.None);
        return new HostDevice(
                losses,
                isOnlyNetwork ? HostDevice.Network.LOST : HostDevice.Network.KEPT,
                isResettable ? HostDevice.Cleaning.POSSIBLE : HostDevice.Cleaning.IMPOSSIBLE,
                company(function, all));
    }

    private static boolean isReached(HostUse use) {
        return use instanceof HostUse.Network(_, var addresses)
                && !addresses.stream().allMatch(address -> address.startsWith(LINK_LOCAL));
    }

    /** Bridges stay the host's: they hand on what devices send, and send nothing themselves. */
    private static Set<PciAddress> company(PciFunction function, List<PciFunction> all) {
        Set<PciAddress> company = new HashSet<>();
        if (function.resetting() instanceof Resetting.WithOthers(var others)) {
            company.addAll(others);
        }
        for (PciFunction other : all) {
            boolean isInGroup =
                    function.iommuGroup().isPresent()
                            && function.iommuGroup().equals(other.iommuGroup());
            if (isInGroup && !other.isBridge() && !other.equals(function)) {
                company.add(other.address());
            }
        }
        return company;
    }
}
