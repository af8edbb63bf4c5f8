package oxt.daemon.work;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import oxt.model.ByteSize;
import oxt.model.PciAddress;
import oxt.model.Vm;
import oxt.plan.Plan;
import oxt.plan.Slot;
import oxt.plan.Step;

/** What a plan in progress takes of what all VMs share. */
record Claim(ByteSize memory, Set<Slot> slots, Map<PciAddress, Vm> devices) {
    Claim {
        slots = Set.copyOf(slots);
        devices = Map.copyOf(devices);
    }

    static Claim of(Plan plan) {
        ByteSize memory = new ByteSize(0);
        Set<Slot> slots = new HashSet<>();
        Map<PciAddress, Vm> devices = new HashMap<>();
        for (Step step : plan.steps()) {
            switch (step) {
                case Step.StartDeviceModel(var launched) -> {
                    memory = memory.plus(Ledger.taken(launched));
                    devices.putAll(devices(launched));
                }
                case Step.StartOrigin(var launched, _) -> {
                    memory = memory.plus(Ledger.taken(launched));
                    devices.putAll(devices(launched));
                }
                case Step.StartDisposable(var launched, _) -> {
                    memory = memory.plus(Ledger.taken(launched));
                    devices.putAll(devices(launched));
                }
                case Step.RestoreDeviceModel(var launched) -> {
                    memory = memory.plus(Ledger.taken(launched));
                    devices.putAll(devices(launched));
                }
                case Step.PlugLink(_, _, var slot) -> slots.add(slot);
                case Step.MoveLink(_, _, _, var to) -> slots.add(to);
                case Step.CreateDisk _,
                        Step.BringDisk _,
                        Step.BringFirmwareVariables _,
                        Step.GrowDisk _,
                        Step.RemoveDisk _,
                        Step.CreateFirmwareVariables _,
                        Step.RemoveFirmwareVariables _,
                        Step.MakeRunFolder _,
                        Step.RemoveRunFolder _,
                        Step.MakeOverlay _,
                        Step.RemoveOverlay _,
                        Step.UnplugLink _,
                        Step.SaveState _,
                        Step.KeepOrigin _,
                        Step.ConfirmMeasured _,
                        Step.CopyDisk _,
                        Step.CopyFirmwareVariables _,
                        Step.OverlayKeptDisk _,
                        Step.CopyKeptVariables _,
                        Step.RemoveSavedState _,
                        Step.MuteLink _,
                        Step.UnmuteLink _,
                        Step.TakeSnapshot _,
                        Step.RemoveSnapshot _,
                        Step.Revert _,
                        Step.StopDeviceModel _,
                        Step.Resume _,
                        Step.Pause _,
                        Step.PressPowerButton _,
                        Step.AwaitOff _,
                        Step.Reset _,
                        Step.PlugDisk _,
                        Step.UnplugDisk _,
                        Step.PlugNic _,
                        Step.UnplugNic _,
                        Step.SetCarrier _,
                        Step.ConfigureNetwork _ -> {}
            }
        }
        return new Claim(memory, slots, devices);
    }

    /** PCI devices that a VM has while it runs, each with the VM. */
    static Map<PciAddress, Vm> devices(Vm launched) {
        Map<PciAddress, Vm> devices = new HashMap<>();
        launched.hardware().forEach(device -> devices.put(device.address(), launched));
        return devices;
    }
}
