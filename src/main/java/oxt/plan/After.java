package oxt.plan;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.NicName;
import oxt.model.SnapshotName;
import oxt.model.Vm;

/** What a VM is after a step, or why the step cannot be done to it. */
public sealed interface After {

    record Now(Observed observed) implements After {}

    /** The rule that the step breaks. */
    record Illegal(String why) implements After {}

    /** Repeating a step, and taking away what is not there, are legal and change nothing. */
    static After of(Observed before, Step step) {
        return switch (step) {
            case Step.CreateDisk(_, var disk) -> with(before, new Held.DiskFile(disk.name()));
            case Step.BringDisk(_, var disk, _) -> with(before, new Held.DiskFile(disk.name()));
            case Step.CopyDisk(_, var disk, _) -> with(before, new Held.DiskFile(disk.name()));
            case Step.OverlayKeptDisk(_, var kept, _) ->
                    with(before, new Held.Overlay(kept.name()));
            case Step.GrowDisk(_, var disk) -> Plugged.grow(before, disk);
            case Step.RemoveDisk(_, var disk) ->
                    uses(before, disk)
                            ? new Illegal("disk " + disk + " is in use")
                            : without(before, new Held.DiskFile(disk));
            case Step.CreateFirmwareVariables _,
                    Step.BringFirmwareVariables _,
                    Step.CopyFirmwareVariables _,
                    Step.CopyKeptVariables _ ->
                    with(before, new Held.FirmwareVariables());
            case Step.RemoveFirmwareVariables _ ->
                    usesVariables(before)
                            ? new Illegal("the firmware variables are in use")
                            : without(before, new Held.FirmwareVariables());
            case Step.MakeRunFolder _ -> with(before, new Held.RunFolder());
            case Step.RemoveRunFolder _ ->
                    before.isWithoutMachine()
                            ? without(before, new Held.RunFolder())
                            : new Illegal("the run folder is in use");
            case Step.MakeOverlay(_, var disk) -> with(before, new Held.Overlay(disk.name()));
            case Step.RemoveOverlay(_, var disk) ->
                    !uses(before, disk)
                            ? without(before, new Held.Overlay(disk))
                            : new Illegal("fresh disk " + disk + " is in use");
            case Step.PlugLink(_, var nic, var slot) -> plug(before, nic, slot);
            case Step.UnplugLink(_, var nic, var slot) -> unplug(before, nic, slot);
            case Step.MoveLink(_, var nic, var from, var to) -> move(before, nic, from, to);
            case Step.MuteLink(_, var nic) ->
                    isLinked(before, nic)
                            ? with(before, new Held.Muted(nic))
                            : new Illegal("NIC " + nic + " has no link");
            case Step.UnmuteLink(_, var nic) -> without(before, new Held.Muted(nic));
            case Step.StartDeviceModel(var launched) -> start(before, launched);
            case Step.StartOrigin(var launched, _) -> start(before, launched);
            case Step.ConfirmMeasured _ ->
                    before.isWithoutMachine()
                            ? new Illegal("there is no machine that was made of anything")
                            : new Now(before);
            case Step.KeepOrigin(var launched, _) ->
                    before.run().equals(new Run.Paused(launched))
                            ? new Now(before)
                            : new Illegal("the VM is not paused");
            case Step.StartDisposable(var launched, _) -> dispose(before, launched);
            case Step.SaveState(var launched) -> save(before, launched);
            case Step.RestoreDeviceModel(var launched) -> restore(before, launched);
            case Step.RemoveSavedState _ -> unsaved(before);
            case Step.TakeSnapshot(_, var snapshot) -> taken(before, snapshot);
            case Step.RemoveSnapshot(_, var name) ->
                    held(before, held -> held.removeIf(thing -> isOf(thing, name)));
            case Step.Revert(_, var snapshot) -> reverted(before, snapshot);
            case Step.StopDeviceModel _ -> stopped(before);
            case Step.Resume _ -> running(before);
            case Step.Pause _ -> paused(before);
            case Step.PressPowerButton _, Step.Reset _, Step.ConfigureNetwork _ ->
                    before.run() instanceof Run.Running
                            ? new Now(before)
                            : new Illegal("the VM does not run");
            case Step.AwaitOff _ -> stopped(before);
            case Step.PlugDisk(_, var disk) -> Plugged.plug(before, disk);
            case Step.UnplugDisk(_, var disk, _) -> Plugged.unplug(before, disk);
            case Step.PlugNic(_, var nic) -> Plugged.plug(before, nic);
            case Step.UnplugNic(_, var nic, _) -> Plugged.unplug(before, nic);
            case Step.SetCarrier(_, var nic, _) ->
                    before.isWithoutMachine()
                            ? new Illegal("NIC " + nic + " is not there: the VM is off")
                            : new Now(before);
        };
    }

    private static After plug(Observed before, NicName nic, Slot slot) {
        for (Held.Link link : before.held(Held.Link.class)) {
            if (link.nic().equals(nic) && !link.slot().equals(slot)) {
                return new Illegal("NIC " + nic + " is linked already");
            }
        }
        return with(before, new Held.Link(nic, slot));
    }

    private static After unplug(Observed before, NicName nic, Slot slot) {
        Held link = new Held.Link(nic, slot);
        return before.holds(link)
                ? held(before, held -> held.removeAll(Set.of(link, new Held.Muted(nic))))
                : new Now(before);
    }

    static boolean isLinked(Observed observed, NicName nic) {
        return observed.held(Held.Link.class).stream().anyMatch(link -> link.nic().equals(nic));
    }

    private static After move(Observed before, NicName nic, Slot from, Slot to) {
        Held there = new Held.Link(nic, to);
        if (!before.holds(new Held.Link(nic, from)) && !before.holds(there)) {
            return new Illegal("NIC " + nic + " is not in slot " + from.number());
        }
        return held(
                before,
                held -> {
                    held.remove(new Held.Link(nic, from));
                    held.add(there);
                });
    }

    private static After start(Observed before, Vm launched) {
        if (!isOff(before)) {
            return before.run().machine().equals(Optional.of(launched))
                    ? new Now(before)
                    : new Illegal("there is a device model or a saved state already");
        }
        return begin(before, launched, new Run.Created(launched));
    }

    private static After taken(Observed before, Snapshot snapshot) {
        Optional<Snapshot> there = before.snapshot(snapshot.name());
        if (there.isPresent()) {
            return there.get().equals(snapshot)
                    ? new Now(before)
                    : new Illegal("there is another snapshot of this name");
        }
        boolean fits =
                switch (before.run()) {
                    case Run.Off _ -> snapshot.memory() == Snapshot.Memory.NONE;
                    case Run.Paused _, Run.Saved _ ->
                            snapshot.memory() == Snapshot.Memory.KEPT
                                    && before.run().launch().equals(Optional.of(snapshot.vm()));
                    case Run.Created _, Run.Running _, Run.Unreachable _ -> false;
                };
        if (!fits || isHalfReverted(before)) {
            return new Illegal("that is not what the VM is now");
        }
        return before.held().containsAll(lifelong(snapshot.vm()))
                ? with(before, new Held.KeptSnapshot(snapshot))
                : new Illegal("a file of the VM is gone");
    }

    private static After reverted(Observed before, Snapshot snapshot) {
        if (!before.isWithoutMachine() || !before.holds(new Held.KeptSnapshot(snapshot))) {
            return new Illegal("there is a machine, or no such snapshot");
        }
        if (!before.held().containsAll(lifelong(snapshot.vm()))) {
            return new Illegal("a file of the VM is gone");
        }
        Set<Held> held = new HashSet<>(before.held());
        held.removeIf(
                thing ->
                        thing instanceof Held.HalfReverted
                                || thing instanceof Held.Overlay
                                || thing instanceof Held.SavedState);
        if (snapshot.memory() == Snapshot.Memory.NONE) {
            return new Now(new Observed(before.vm(), Run.OFF, held));
        }
        held.add(new Held.SavedState());
        for (Disk disk : snapshot.vm().disks()) {
            if (disk.mode() == DiskMode.FRESH) {
                held.add(new Held.Overlay(disk.name()));
            }
        }
        Run saved = new Run.Saved(snapshot.vm(), new Ability.Able());
        return new Now(new Observed(before.vm(), saved, held));
    }

    private static boolean isOf(Held thing, SnapshotName name) {
        return thing instanceof Held.KeptSnapshot(var snapshot) && snapshot.name().equals(name)
                || thing.equals(new Held.HalfReverted(name));
    }

    private static boolean isHalfReverted(Observed observed) {
        return !observed.held(Held.HalfReverted.class).isEmpty();
    }

    private static After dispose(Observed before, Vm launched) {
        if (isOff(before)) {
            return begin(before, launched, new Run.Paused(launched));
        }
        return before.run().equals(new Run.Paused(launched))
                ? new Now(before)
                : new Illegal("there is a device model or a saved state already");
    }

    private static After begin(Observed before, Vm launched, Run run) {
        if (isHalfReverted(before)) {
            return new Illegal("the VM is half reverted");
        }
        for (Held need : needs(launched)) {
            if (!before.holds(need)) {
                return new Illegal("the device model needs " + need);
            }
        }
        Set<NicName> linked = new HashSet<>();
        before.held(Held.Link.class).forEach(link -> linked.add(link.nic()));
        if (!launched.nics().stream().allMatch(nic -> linked.contains(nic.name()))) {
            return new Illegal("the device model needs a link for each NIC");
        }
        Set<Held> held = new HashSet<>(before.held());
        held.add(new Held.DeviceModel());
        return new Now(new Observed(before.vm(), run, held));
    }

    private static After save(Observed before, Vm launched) {
        return before.run().equals(new Run.Paused(launched))
                ? with(before, new Held.SavedState())
                : new Illegal("the VM is not paused");
    }

    private static After restore(Observed before, Vm launched) {
        if (!before.isSaved()) {
            return new Illegal("there is no saved state");
        }
        if (before.run().equals(new Run.Paused(launched))) {
            return new Now(before);
        }
        return before.run() instanceof Run.Saved
                        && before.run().launch().equals(Optional.of(launched))
                ? begin(before, launched, new Run.Paused(launched))
                : new Illegal("that is not what was saved");
    }

    private static After unsaved(Observed before) {
        Run run = before.run() instanceof Run.Saved ? Run.OFF : before.run();
        Set<Held> held = new HashSet<>(before.held());
        held.remove(new Held.SavedState());
        return new Now(new Observed(before.vm(), run, held));
    }

    /** What must be there before a VM's device model starts, its links aside. */
    static Set<Held> needs(Vm vm) {
        Set<Held> needs = new HashSet<>(lifelong(vm));
        needs.add(new Held.RunFolder());
        vm.disks().forEach(disk -> file(disk).ifPresent(needs::add));
        return needs;
    }

    /** What a disk's writes go to, where it can be written. */
    static Optional<Held> file(Disk disk) {
        return switch (disk.mode()) {
            case PERSISTENT ->
                    Optional.<Held>of(new Held.DiskFile(disk.name())).filter(_ -> disk.hasFile());
            case FRESH -> Optional.of(new Held.Overlay(disk.name()));
            case READ_ONLY -> Optional.empty();
        };
    }

    /** What a defined VM has from its creation to its removal. */
    static Set<Held> lifelong(Vm vm) {
        Set<Held> lifelong = new HashSet<>();
        for (Disk disk : vm.disks()) {
            if (disk.hasFile()) {
                lifelong.add(new Held.DiskFile(disk.name()));
            }
        }
        if (vm.boot() instanceof Boot.Uefi) {
            lifelong.add(new Held.FirmwareVariables());
        }
        return lifelong;
    }

    private static After stopped(Observed before) {
        Set<Held> held = new HashSet<>(before.held());
        held.remove(new Held.DeviceModel());
        Run run =
                before.isSaved()
                        ? before.run()
                                .machine()
                                .<Run>map(launched -> new Run.Saved(launched, new Ability.Able()))
                                .orElse(before.run())
                        : Run.OFF;
        return new Now(new Observed(before.vm(), run, held));
    }

    private static After running(Observed before) {
        if (before.isSaved()) {
            // Its disks would go on, and the saved memory would not.
            return new Illegal("there is a saved state");
        }
        return switch (before.run()) {
            case Run.Created(var launched) -> run(before, new Run.Running(launched));
            case Run.Paused(var launched) -> run(before, new Run.Running(launched));
            case Run.Running _ -> new Now(before);
            case Run.Off _, Run.Saved _ -> new Illegal("the VM is off");
            case Run.Unreachable(_, var why) -> new Illegal(why);
        };
    }

    private static After paused(Observed before) {
        return switch (before.run()) {
            case Run.Running(var launched) -> run(before, new Run.Paused(launched));
            case Run.Created _, Run.Paused _ -> new Now(before);
            case Run.Off _, Run.Saved _ -> new Illegal("the VM is off");
            case Run.Unreachable(_, var why) -> new Illegal(why);
        };
    }

    private static After run(Observed before, Run run) {
        return new Now(new Observed(before.vm(), run, before.held()));
    }

    private static boolean uses(Observed observed, DiskName name) {
        return observed.run().launch().stream()
                .flatMap(machine -> machine.disks().stream())
                .anyMatch(disk -> disk.name().equals(name));
    }

    private static boolean usesVariables(Observed observed) {
        return observed.run().launch().stream()
                .anyMatch(machine -> machine.boot() instanceof Boot.Uefi);
    }

    private static boolean isOff(Observed observed) {
        return observed.run() instanceof Run.Off;
    }

    private static After with(Observed before, Held thing) {
        return held(before, held -> held.add(thing));
    }

    private static After without(Observed before, Held thing) {
        return held(before, held -> held.remove(thing));
    }

    private static After held(Observed before, Consumer<Set<Held>> change) {
        Set<Held> held = new HashSet<>(before.held());
        change.accept(held);
        return new Now(new Observed(before.vm(), before.run(), held));
    }
}
