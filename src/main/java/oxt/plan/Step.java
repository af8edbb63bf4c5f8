package oxt.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.model.Disk;
import oxt.model.DiskName;
import oxt.model.MeasuredPart;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * One indivisible thing that an engine does for one VM.
 *
 * <p>Performed twice it equals performed once; undoing what is not there succeeds.
 */
public sealed interface Step {

    /** A guest lets go within 100 ms, or when it has booted, or not at all. */
    Duration PATIENCE_OF_UNDO = Duration.ofSeconds(10);

    VmId vm();

    /** What it does is gone with the machine's process: there is nothing to take back then. */
    sealed interface OfMachine extends Step {}

    /** Makes a disk's file, from its image or of zeros. */
    record CreateDisk(VmId vm, Disk disk) implements Step {}

    /**
     * Makes a disk's file of one that came with the VM and was found good.
     *
     * @param arrival where it waits
     */
    record BringDisk(VmId vm, Disk disk, ArrivalName arrival) implements Step {}

    /** Deletes a disk's file and what is in it. */
    record RemoveDisk(VmId vm, DiskName disk) implements Step {}

    /**
     * Makes a disk's file as large as the disk is wanted, and never smaller; a guest that runs has
     * it at once, and is asked to use it.
     */
    record GrowDisk(VmId vm, Disk disk) implements Step {}

    record CreateFirmwareVariables(VmId vm) implements Step {}

    /** Those that came with the VM. */
    record BringFirmwareVariables(VmId vm, ArrivalName arrival) implements Step {}

    record RemoveFirmwareVariables(VmId vm) implements Step {}

    record MakeRunFolder(VmId vm) implements Step {}

    record RemoveRunFolder(VmId vm) implements Step {}

    /** Makes the file that takes a fresh disk's writes for one run. */
    record MakeOverlay(VmId vm, Disk disk) implements Step {}

    record RemoveOverlay(VmId vm, DiskName disk) implements Step {}

    /** Joins a NIC's link to a slot of its driver domain. */
    record PlugLink(VmId vm, NicName nic, Slot slot) implements Step {}

    record UnplugLink(VmId vm, NicName nic, Slot slot) implements Step {}

    /** Takes a NIC's link from one slot to another while both its ends may run. */
    record MoveLink(VmId vm, NicName nic, Slot from, Slot to) implements Step {}

    /**
     * Makes the driver domain send nothing more into the link: a VM that stands still does not
     * read, and whoever sends to it would wait with a whole processor.
     */
    record MuteLink(VmId vm, NicName nic) implements Step {}

    record UnmuteLink(VmId vm, NicName nic) implements Step {}

    /** Starts the process that is the VM's machine, with its processors held. */
    record StartDeviceModel(Vm launched) implements Step {
        @Override
        public VmId vm() {
            return launched.id();
        }
    }

    /**
     * Makes sure that a machine which has not run yet was made of the files that were measured: the
     * same ones, and nobody has touched them since.
     */
    record ConfirmMeasured(Vm launched, SortedMap<MeasuredPart, FileStamp> stamps) implements Step {
        public ConfirmMeasured {
            stamps = Collections.unmodifiableSortedMap(new TreeMap<>(stamps));
        }

        @Override
        public VmId vm() {
            return launched.id();
        }
    }

    /**
     * Writes the memory and the devices of a paused VM to disk; whole and for good, or not at all.
     */
    record SaveState(Vm launched) implements Step {
        @Override
        public VmId vm() {
            return launched.id();
        }
    }

    /** Starts the process of a saved VM with what was saved in it, its processors held. */
    record RestoreDeviceModel(Vm launched) implements Step {
        @Override
        public VmId vm() {
            return launched.id();
        }
    }

    /** Makes a disk's file of what another VM's disk holds, which is off meanwhile. */
    record CopyDisk(VmId vm, Disk disk, VmId from) implements Step {}

    /** Those of another VM, which is off meanwhile. */
    record CopyFirmwareVariables(VmId vm, VmId from) implements Step {}

    /**
     * Makes the file that takes a disposable's writes to a disk.
     *
     * @param kept the disk as it was when the origin was kept
     */
    record OverlayKeptDisk(VmId vm, Disk kept, Origin origin) implements Step {}

    /** Those that were kept with the origin. */
    record CopyKeptVariables(VmId vm, Origin origin) implements Step {}

    /** Starts the process of a VM that boots what disposables are going to begin from. */
    record StartOrigin(Vm launched, Origin origin) implements Step {
        @Override
        public VmId vm() {
            return launched.id();
        }
    }

    /** Keeps what a paused VM's machine is, for disposables to begin from. */
    record KeepOrigin(Vm launched, Origin origin) implements Step {
        @Override
        public VmId vm() {
            return launched.id();
        }
    }

    /** Starts the process of a disposable, which begins where its origin was; processors held. */
    record StartDisposable(Vm launched, Origin origin) implements Step {
        @Override
        public VmId vm() {
            return launched.id();
        }
    }

    /** Deletes what was saved, also what is only half there; nothing can go on from it any more. */
    record RemoveSavedState(VmId vm) implements Step {}

    /** Keeps what a VM without running processors is now; whole, or not at all. */
    record TakeSnapshot(VmId vm, Snapshot snapshot) implements Step {}

    /** Drops a snapshot, also what is only half there. */
    record RemoveSnapshot(VmId vm, SnapshotName snapshot) implements Step {}

    /** Makes a VM without a machine again what it was; where it breaks off, it is begun anew. */
    record Revert(VmId vm, Snapshot snapshot) implements Step {}

    /** Ends that process at once; what the guest had not written is lost. */
    record StopDeviceModel(VmId vm) implements Step {}

    /** Lets the processors run. */
    record Resume(VmId vm) implements OfMachine {}

    /** Holds the processors. */
    record Pause(VmId vm) implements OfMachine {}

    /** Presses the ACPI power button; the guest may or may not obey. */
    record PressPowerButton(VmId vm) implements Step {}

    /** Waits for the guest to have shut down; one that was still booting is asked again. */
    record AwaitOff(VmId vm, Duration patience) implements Step {}

    /** Pulls the reset line: the guest starts again without shutting down. */
    record Reset(VmId vm) implements Step {}

    /** Puts a disk into a machine that is there; its guest finds it, also while it stands still. */
    record PlugDisk(VmId vm, Disk disk) implements OfMachine {}

    /** Asks the guest to let go of a disk and takes it out; what the guest keeps stays. */
    record UnplugDisk(VmId vm, Disk disk, Duration patience) implements OfMachine {}

    /** Puts a NIC into a machine that is there; its link is plugged by then. */
    record PlugNic(VmId vm, Nic nic) implements OfMachine {}

    /** Asks the guest to let go of a NIC and takes it out; what the guest keeps stays. */
    record UnplugNic(VmId vm, Nic nic, Duration patience) implements OfMachine {}

    record SetCarrier(VmId vm, NicName nic, Carrier carrier) implements OfMachine {}

    /** Tells a network driver domain whom it serves; done when it says that it does. */
    record ConfigureNetwork(VmId vm, NetworkConfig config) implements OfMachine {}

    /** The step that takes this one back, where there is one. */
    default Optional<Step> undo() {
        return switch (this) {
            case CreateDisk(var vm, var disk) -> Optional.of(new RemoveDisk(vm, disk.name()));
            case BringDisk(var vm, var disk, _) -> Optional.of(new RemoveDisk(vm, disk.name()));
            case CopyDisk(var vm, var disk, _) -> Optional.of(new RemoveDisk(vm, disk.name()));
            case OverlayKeptDisk(var vm, var kept, _) ->
                    Optional.of(new RemoveOverlay(vm, kept.name()));
            case CopyFirmwareVariables(var vm, _) -> Optional.of(new RemoveFirmwareVariables(vm));
            case CopyKeptVariables(var vm, _) -> Optional.of(new RemoveFirmwareVariables(vm));
            case CreateFirmwareVariables(var vm) -> Optional.of(new RemoveFirmwareVariables(vm));
            case BringFirmwareVariables(var vm, _) -> Optional.of(new RemoveFirmwareVariables(vm));
            case MakeRunFolder(var vm) -> Optional.of(new RemoveRunFolder(vm));
            case MakeOverlay(var vm, var disk) -> Optional.of(new RemoveOverlay(vm, disk.name()));
            case PlugLink(var vm, var nic, var slot) -> Optional.of(new UnplugLink(vm, nic, slot));
            case MoveLink(var vm, var nic, var from, var to) ->
                    Optional.of(new MoveLink(vm, nic, to, from));
            case MuteLink(var vm, var nic) -> Optional.of(new UnmuteLink(vm, nic));
            case UnmuteLink(var vm, var nic) -> Optional.of(new MuteLink(vm, nic));
            case StartDeviceModel(var launched) -> Optional.of(new StopDeviceModel(launched.id()));
            case StartOrigin(var launched, _) -> Optional.of(new StopDeviceModel(launched.id()));
            case StartDisposable(var launched, _) ->
                    Optional.of(new StopDeviceModel(launched.id()));
            case SaveState(var launched) -> Optional.of(new RemoveSavedState(launched.id()));
            case TakeSnapshot(var vm, var snapshot) ->
                    Optional.of(new RemoveSnapshot(vm, snapshot.name()));
            case RestoreDeviceModel(var launched) ->
                    Optional.of(new StopDeviceModel(launched.id()));
            case Resume(var vm) -> Optional.of(new Pause(vm));
            case Pause(var vm) -> Optional.of(new Resume(vm));
            case PlugDisk(var vm, var disk) ->
                    Optional.of(new UnplugDisk(vm, disk, PATIENCE_OF_UNDO));
            case UnplugDisk(var vm, var disk, _) -> Optional.of(new PlugDisk(vm, disk));
            case PlugNic(var vm, var nic) -> Optional.of(new UnplugNic(vm, nic, PATIENCE_OF_UNDO));
            case UnplugNic(var vm, var nic, _) -> Optional.of(new PlugNic(vm, nic));
            case SetCarrier(var vm, var nic, var carrier) ->
                    Optional.of(new SetCarrier(vm, nic, carrier.opposite()));
            case RemoveDisk _,
                    ConfirmMeasured _,
                    GrowDisk _,
                    RemoveFirmwareVariables _,
                    RemoveRunFolder _,
                    RemoveOverlay _,
                    UnplugLink _,
                    StopDeviceModel _,
                    RemoveSavedState _,
                    RemoveSnapshot _,
                    Revert _,
                    KeepOrigin _,
                    PressPowerButton _,
                    AwaitOff _,
                    Reset _,
                    ConfigureNetwork _ ->
                    Optional.empty();
        };
    }

    /**
     * Whether it ends what a VM can go on from: its process, its saved state, the content of its
     * disks. What was done before it must then stay done, or the VM has nothing.
     */
    default boolean isPointOfNoReturn() {
        return switch (this) {
            case StopDeviceModel _, RemoveSavedState _, Revert _ -> true;
            case CreateDisk _,
                    BringDisk _,
                    GrowDisk _,
                    RemoveDisk _,
                    CreateFirmwareVariables _,
                    BringFirmwareVariables _,
                    RemoveFirmwareVariables _,
                    MakeRunFolder _,
                    RemoveRunFolder _,
                    MakeOverlay _,
                    RemoveOverlay _,
                    PlugLink _,
                    UnplugLink _,
                    MoveLink _,
                    MuteLink _,
                    UnmuteLink _,
                    StartDeviceModel _,
                    ConfirmMeasured _,
                    StartOrigin _,
                    KeepOrigin _,
                    CopyDisk _,
                    CopyFirmwareVariables _,
                    OverlayKeptDisk _,
                    CopyKeptVariables _,
                    StartDisposable _,
                    SaveState _,
                    TakeSnapshot _,
                    RemoveSnapshot _,
                    RestoreDeviceModel _,
                    Resume _,
                    Pause _,
                    PressPowerButton _,
                    AwaitOff _,
                    Reset _,
                    PlugDisk _,
                    UnplugDisk _,
                    PlugNic _,
                    UnplugNic _,
                    SetCarrier _,
                    ConfigureNetwork _ ->
                    false;
        };
    }

    /** How long it may take before it counts as failed. */
    default Duration deadline() {
        return switch (this) {
            // Copies whole disks.
            case CreateDisk _, BringDisk _, CopyDisk _, TakeSnapshot _, Revert _ ->
                    Duration.ofMinutes(30);
            // The wait has its own patience; the rest is for asking.
            case AwaitOff(_, var patience) -> patience.plusSeconds(10);
            case UnplugDisk(_, _, var patience) -> patience.plusSeconds(10);
            case UnplugNic(_, _, var patience) -> patience.plusSeconds(10);
            // Answers only when the guest's agent has.
            case ConfigureNetwork _ -> Duration.ofSeconds(30);
            // Xen makes a domain by a program and some scripts: 54 s in an emulated machine.
            case StartDeviceModel _ -> Duration.ofMinutes(3);
            case StartOrigin _, StartDisposable _ -> Duration.ofSeconds(60);
            case KeepOrigin(var launched, _) -> moving(launched);
            case SaveState(var launched) -> moving(launched);
            case RestoreDeviceModel(var launched) -> moving(launched);
            // Goes through the tables of every qcow2 disk.
            case RemoveSnapshot _ -> Duration.ofMinutes(5);
            case StopDeviceModel _ -> Duration.ofMinutes(1);
            case RemoveSavedState _,
                    RemoveDisk _,
                    GrowDisk _,
                    MakeOverlay _,
                    OverlayKeptDisk _,
                    RemoveOverlay _ ->
                    Duration.ofSeconds(30);
            // On Xen these make a card or a domain anew, by a program and some scripts.
            case MoveLink _, PlugNic _, SetCarrier _ -> Duration.ofSeconds(30);
            // There the host's drivers get its PCI devices back.
            case RemoveRunFolder _ -> Duration.ofSeconds(40);
            case Reset _ -> Duration.ofMinutes(4);
            case CreateFirmwareVariables _,
                    BringFirmwareVariables _,
                    RemoveFirmwareVariables _,
                    CopyFirmwareVariables _,
                    CopyKeptVariables _,
                    ConfirmMeasured _,
                    MakeRunFolder _,
                    PlugLink _,
                    UnplugLink _,
                    MuteLink _,
                    UnmuteLink _,
                    Resume _,
                    Pause _,
                    PressPowerButton _,
                    PlugDisk _ ->
                    Duration.ofSeconds(10);
        };
    }

    /** For all of its memory, from or to a disk of 16 MiB a second, and a start besides. */
    private static Duration moving(Vm launched) {
        return Duration.ofSeconds(60 + launched.memory().mebibytes() / 16);
    }
}
