package oxt.plan;

import oxt.model.PciAddress;
import oxt.model.Problem;

/** Refusals of PCI devices as problems. */
final class DeviceRefusalText {
    private static final String LOOK = "See which devices there are: oxt pci list";

    private DeviceRefusalText() {}

    static Problem of(Refusal.OfDevice refusal) {
        return switch (refusal) {
            case Refusal.OfDevice.Missing(var vm, var device) ->
                    new Problem.Conflict(
                            "pci-device-missing",
                            "VM "
                                    + vm
                                    + " needs PCI device "
                                    + device
                                    + ", which this machine has not.",
                            LOOK);
            case Refusal.OfDevice.NeededByHost(var vm, var device, var loss) ->
                    new Problem.Conflict(
                            "pci-device-needed",
                            "VM "
                                    + vm
                                    + " cannot have PCI device "
                                    + device
                                    + ": the host needs it. "
                                    + loss,
                            "Take it out of use on the host first, or choose another device."
                                    + " Look: oxt pci list");
            case Refusal.OfDevice.IsHostNetwork(var vm, var device) ->
                    new Problem.Conflict(
                            "pci-device-is-host-network",
                            "VM "
                                    + vm
                                    + " cannot have PCI device "
                                    + device
                                    + ": no other network card of the host has an address.",
                            "Give the host another, or say that it may be left without:"
                                    + " host-network: given-up");
            case Refusal.OfDevice.NotCleaned(var vm, var device) ->
                    new Problem.Conflict(
                            "pci-device-not-cleaned",
                            "VM "
                                    + vm
                                    + " cannot have PCI device "
                                    + device
                                    + ": it cannot be reset, and its next owner would find what"
                                    + " this one left in it.",
                            "Choose another device. " + LOOK);
            case Refusal.OfDevice.NotAlone(var vm, var device, var others) ->
                    new Problem.Conflict(
                            "pci-device-not-alone",
                            "VM "
                                    + vm
                                    + " cannot have PCI device "
                                    + device
                                    + " without "
                                    + String.join(
                                            ", ", others.stream().map(PciAddress::text).toList())
                                    + ", with which it shares its IOMMU group or its reset.",
                            "Give the VM all of them, or choose another device. " + LOOK);
        };
    }
}
