package oxt.plan;

import java.util.Locale;
import oxt.model.Problem;

/** Refusals as problems: what, remedy, code. */
public final class RefusalText {
    private RefusalText() {}

    public static Problem of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.AlreadyRunning(var vm, var state) ->
                    conflict(
                            "vm-already-running",
                            "VM " + vm + " is already there: it is " + state + ".",
                            state.equals("paused")
                                    ? "Let it go on: oxt vm resume " + vm
                                    : "Nothing needs doing; oxt vm reboot "
                                            + vm
                                            + " starts it anew.");
            case Refusal.NotOff(var vm, var state) ->
                    conflict(
                            "vm-not-off",
                            "VM " + vm + " is " + state + ", and cannot be removed while it is.",
                            state.equals("saved")
                                    ? "Start it, or drop what was saved: oxt vm discard " + vm
                                    : "Stop it first: oxt vm stop " + vm);
            case Refusal.NotRunning(var vm) ->
                    conflict(
                            "vm-not-running",
                            "VM " + vm + " does not run.",
                            "Start it: oxt vm start " + vm);
            case Refusal.NotPaused(var vm) ->
                    conflict(
                            "vm-not-paused",
                            "VM " + vm + " is not paused.",
                            "Nothing needs doing.");
            case Refusal.IsPaused(var vm) ->
                    conflict(
                            "vm-paused",
                            "VM " + vm + " is paused: its guest cannot answer.",
                            "Resume it first: oxt vm resume " + vm);
            case Refusal.NotForDisposables(var vm, var why) ->
                    conflict(
                            "not-for-disposables",
                            "VM " + vm + " cannot be made disposable: " + why + ".",
                            "Name a VM of role user that has nothing which only one can have.");
            case Refusal.DisksChange(var vm, var state) ->
                    conflict(
                            "disks-change",
                            "VM "
                                    + vm
                                    + " is "
                                    + state
                                    + ", and what its disposables begin from is a copy of its"
                                    + " disks, which change.",
                            state.equals("saved")
                                    ? "Start and stop it, or drop what was saved: oxt vm discard "
                                            + vm
                                    : "Stop it, then run the command again: oxt vm stop " + vm);
            case Refusal.IsDisposable(var vm) ->
                    conflict(
                            "vm-is-disposable",
                            "VM "
                                    + vm
                                    + " is a disposable: it lives as long as its command, and"
                                    + " nothing of it is kept.",
                            "Ask for that of the VM that it is a copy of; end this one with: oxt"
                                    + " vm kill "
                                    + vm);
            case Refusal.IsSaved(var vm) ->
                    conflict(
                            "vm-saved",
                            "VM " + vm + " is saved: it does not run.",
                            "Let it go on: oxt vm start "
                                    + vm
                                    + "; or drop what was saved: oxt vm discard "
                                    + vm);
            case Refusal.NotSaved(var vm, var state) ->
                    conflict(
                            "vm-not-saved",
                            "VM " + vm + " has no saved state: it is " + state + ".",
                            "Nothing needs doing; oxt vm save " + vm + " saves one that runs.");
            case Refusal.CannotContinue(var vm, var why) ->
                    conflict(
                            "saved-state-unusable",
                            "VM " + vm + " cannot go on from its saved state: " + why + ".",
                            "Drop the state and start the VM anew: oxt vm discard " + vm);
            case Refusal.IsUnreachable(var vm, var why) ->
                    conflict(
                            "vm-unreachable",
                            "VM " + vm + "'s process does not answer: " + why + ".",
                            "End it: oxt vm kill " + vm);
            case Refusal.NotTidy(var vm) ->
                    conflict(
                            "vm-not-tidy",
                            "VM " + vm + " still holds something of an earlier run.",
                            "Clear it away: oxt vm kill " + vm);
            case Refusal.NotEnoughMemory(var vm, var asked, var free) ->
                    conflict(
                            "not-enough-memory",
                            "VM "
                                    + vm
                                    + " needs "
                                    + asked
                                    + " of memory and "
                                    + free.mebibytes()
                                    + "MiB are free.",
                            "Stop another VM, or give it less: oxt vm set " + vm + " memory=SIZE");
            case Refusal.NoSuchImage(var vm, var image) ->
                    new Problem.Missing(
                            "no-such-image",
                            "VM " + vm + " needs image " + image + ", which is not here.",
                            "Make it: oxt image build " + image);
            case Refusal.ImageLacks(var vm, var image, var part) ->
                    new Problem.Invalid(
                            "image-lacks-part",
                            "VM "
                                    + vm
                                    + " needs a "
                                    + part.name().toLowerCase(Locale.ROOT)
                                    + " and image "
                                    + image
                                    + " has none.",
                            "Name another image, or boot another way.");
            case Refusal.DiskIsGone(var vm, var disk) ->
                    new Problem.Missing(
                            "disk-gone",
                            "The file of disk " + disk + " of VM " + vm + " is gone.",
                            "Put the file back, or take the disk out of the document: oxt vm edit "
                                    + vm);
            case Refusal.FirmwareVariablesAreGone(var vm) ->
                    new Problem.Missing(
                            "firmware-variables-gone",
                            "The file of VM " + vm + "'s firmware variables is gone.",
                            "Put the file back, or remove the VM and create it again.");
            case Refusal.NothingToBoot(var vm) ->
                    new Problem.Invalid(
                            "nothing-to-boot",
                            "VM " + vm + " boots from its first disk and has none.",
                            "Give it a disk, or boot a kernel: boot.firmware=direct-kernel");
            case Refusal.EngineCannot(var vm, var engine, var feature, var answer) ->
                    new Problem.Conflict(
                            "engine-cannot",
                            "VM "
                                    + vm
                                    + " asks for "
                                    + feature.words()
                                    + ", which engine "
                                    + engine
                                    + " cannot do here: "
                                    + answer.why()
                                    + ".",
                            answer.remedy());
            case Refusal.NoSuchDriverDomain(var vm, var nic, var backend) ->
                    new Problem.Missing(
                            "no-such-driver-domain",
                            "NIC "
                                    + nic
                                    + " of VM "
                                    + vm
                                    + " names "
                                    + backend
                                    + " as its driver domain, and no VM of role network has that"
                                    + " name.",
                            "Create it first, or name another: oxt vm set "
                                    + vm
                                    + " nics."
                                    + nic
                                    + ".backend=NAME");
            case Refusal.NoSuchSpare(var vm, var nic, var spare) ->
                    new Problem.Missing(
                            "no-such-spare",
                            "NIC "
                                    + nic
                                    + " of VM "
                                    + vm
                                    + " names "
                                    + spare
                                    + " as its spare, and no VM of role network has that name.",
                            "Create it first, or name another: oxt vm set "
                                    + vm
                                    + " nics."
                                    + nic
                                    + ".spare=NAME");
            case Refusal.NoSuchStorageDomain(var vm, var disk, var backend) ->
                    new Problem.Missing(
                            "no-such-storage-domain",
                            "Disk "
                                    + disk
                                    + " of VM "
                                    + vm
                                    + " names "
                                    + backend
                                    + " as its driver domain, and no VM of role storage has that"
                                    + " name.",
                            "Create it first, or name another: oxt vm edit " + vm);
            case Refusal.StorageDomainIsOff(var vm, var disk, var backend) ->
                    conflict(
                            "storage-domain-off",
                            "Disk "
                                    + disk
                                    + " of VM "
                                    + vm
                                    + " is in driver domain "
                                    + backend
                                    + ", which does not run.",
                            "Start it: oxt vm start " + backend);
            case Refusal.PciDeviceTaken(var vm, var device, var owner) ->
                    conflict(
                            "pci-device-taken",
                            "VM "
                                    + vm
                                    + " needs PCI device "
                                    + device
                                    + ", which VM "
                                    + owner
                                    + " has.",
                            "Stop it, or remove the device from one of them: oxt vm stop " + owner);
            case Refusal.OfMeasured measured -> MeasuredRefusalText.of(measured);
            case Refusal.OfDevice device -> DeviceRefusalText.of(device);
            case Refusal.DiskIsElsewhere(var vm, var disk, var backend) ->
                    conflict(
                            "disk-elsewhere",
                            "Disk "
                                    + disk
                                    + " of VM "
                                    + vm
                                    + " is in driver domain "
                                    + backend
                                    + ", so no snapshot can keep what is on it.",
                            "Keep it in " + backend + ", and take the snapshot without the disk.");
            case Refusal.NoFreeSlot(var vm, var nic, var backend) ->
                    conflict(
                            "no-free-slot",
                            "Driver domain "
                                    + backend
                                    + " has no free slot for NIC "
                                    + nic
                                    + " of VM "
                                    + vm
                                    + ": all "
                                    + Slot.COUNT
                                    + " are taken.",
                            "Stop another of its clients, or use a second driver domain.");
            case Refusal.DiskExists(var vm, var disk) ->
                    conflict(
                            "disk-exists",
                            "There is already a file for disk " + disk + " of VM " + vm + ".",
                            "Give the disk another name.");
            case Refusal.DiskCannotBecome(var vm, var disk, var what) ->
                    conflict(
                            "disk-cannot-become",
                            "Disk "
                                    + disk
                                    + " of VM "
                                    + vm
                                    + " cannot be given another "
                                    + what
                                    + ".",
                            "Add a disk under another name and remove this one.");
            case Refusal.DiskInUse(var vm, var disk) ->
                    conflict(
                            "disk-in-use",
                            "Disk " + disk + " of VM " + vm + " is in use: the VM runs.",
                            "Stop it first: oxt vm stop " + vm);
            case Refusal.DiskIsSaved(var vm, var disk) ->
                    conflict(
                            "disk-saved",
                            "Disk " + disk + " of VM " + vm + " is part of its saved state.",
                            "Start it and stop it first, or drop the state: oxt vm discard " + vm);
            case Refusal.DiskHasSnapshot(var vm, var disk, var snapshot) ->
                    conflict(
                            "disk-has-snapshot",
                            "Disk "
                                    + disk
                                    + " of VM "
                                    + vm
                                    + " is part of snapshot "
                                    + snapshot
                                    + ".",
                            "Remove the snapshot first: oxt vm snapshot remove "
                                    + vm
                                    + " "
                                    + snapshot);
            case Refusal.SnapshotExists(var vm, var snapshot) ->
                    conflict(
                            "snapshot-exists",
                            "VM " + vm + " has a snapshot " + snapshot + " already.",
                            "Choose another name, or remove that one: oxt vm snapshot remove "
                                    + vm
                                    + " "
                                    + snapshot);
            case Refusal.NoSuchSnapshot(var vm, var snapshot) ->
                    new Problem.Missing(
                            "no-such-snapshot",
                            "VM " + vm + " has no snapshot " + snapshot + ".",
                            "See which there are: oxt vm snapshot list " + vm);
            case Refusal.TooManySnapshots(var vm, var most) ->
                    conflict(
                            "too-many-snapshots",
                            "VM " + vm + " has " + most + " snapshots, which is the most.",
                            "Remove one: oxt vm snapshot remove " + vm + " SNAPSHOT");
            case Refusal.RevertWouldEnd(var vm, var snapshot, var state) ->
                    conflict(
                            "revert-would-end",
                            "VM " + vm + " is " + state + ", and to revert it would end that.",
                            "Stop or save it first, or say so: oxt vm snapshot revert "
                                    + vm
                                    + " "
                                    + snapshot
                                    + " --kill");
            case Refusal.IsHalfReverted(var vm, var snapshot) ->
                    conflict(
                            "vm-half-reverted",
                            "The revert of VM "
                                    + vm
                                    + " to snapshot "
                                    + snapshot
                                    + " was broken off: its disks are of no one moment.",
                            "Finish it: oxt vm snapshot revert " + vm + " " + snapshot);
            case Refusal.RoleCannotChange(var vm) ->
                    conflict(
                            "role-cannot-change",
                            "The role of VM " + vm + " is fixed while it runs.",
                            "Stop it first: oxt vm stop " + vm);
            case Refusal.HasClients(var vm, var clients) ->
                    conflict(
                            "driver-domain-in-use",
                            "VM "
                                    + vm
                                    + " is the driver domain of "
                                    + String.join(
                                            ", ", clients.stream().map(Object::toString).toList())
                                    + ".",
                            "Give them another driver domain first: oxt vm set VM nics.NIC.backend=NAME");
            case Refusal.DriverDomainCycle(var vm, var cycle) ->
                    conflict(
                            "driver-domain-cycle",
                            "VM "
                                    + vm
                                    + " needs itself to be started first: "
                                    + String.join(
                                            " needs ",
                                            cycle.stream().map(Object::toString).toList())
                                    + " needs "
                                    + vm
                                    + ".",
                            "Give one of them another driver domain: oxt vm set VM"
                                    + " nics.NIC.backend=NAME");
            case Refusal.DriverDomainDidNotStart(var vm, var backend) ->
                    conflict(
                            "driver-domain-did-not-start",
                            "VM "
                                    + vm
                                    + " needs driver domain "
                                    + backend
                                    + ", which did not start.",
                            "See why, and start it first: oxt vm start " + backend);
        };
    }

    private static Problem conflict(String code, String what, String remedy) {
        return new Problem.Conflict(code, what, remedy);
    }
}
