package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import oxt.model.Disk;
import oxt.model.Nic;
import oxt.model.Vm;

/** What plugging does to a machine that is there; a part of {@link After}. */
final class Plugged {
    private Plugged() {}

    static After plug(Observed before, Disk disk) {
        Optional<Disk> there = before.run().machine().flatMap(vm -> vm.disk(disk.name()));
        if (there.isPresent()) {
            return there.get().equals(disk)
                    ? new After.Now(before)
                    : new After.Illegal("there is another disk " + disk.name());
        }
        Optional<Held> file = After.file(disk);
        if (file.isPresent() && !before.holds(file.get())) {
            return new After.Illegal("disk " + disk.name() + " has no file");
        }
        return changed(
                before,
                vm -> {
                    List<Disk> disks = new ArrayList<>(vm.disks());
                    disks.add(disk);
                    return vm.with(disks, vm.nics());
                });
    }

    static After grow(Observed before, Disk disk) {
        if (before.isSaved() || !before.holds(new Held.DiskFile(disk.name()))) {
            return new After.Illegal("disk " + disk.name() + " has no file, or is saved");
        }
        if (before.run().machine().flatMap(vm -> vm.disk(disk.name())).isEmpty()) {
            return new After.Now(before);
        }
        return changed(before, vm -> vm.with(grown(vm.disks(), disk), vm.nics()));
    }

    private static List<Disk> grown(List<Disk> disks, Disk larger) {
        return disks.stream()
                .map(disk -> disk.name().equals(larger.name()) ? larger : disk)
                .toList();
    }

    static After unplug(Observed before, Disk disk) {
        if (before.run().machine().flatMap(vm -> vm.disk(disk.name())).isEmpty()) {
            return new After.Now(before);
        }
        if (before.run() instanceof Run.Paused) {
            return new After.Illegal("a guest that stands still lets go of nothing");
        }
        return changed(
                before,
                vm -> {
                    List<Disk> disks = new ArrayList<>(vm.disks());
                    disks.removeIf(each -> each.name().equals(disk.name()));
                    return vm.with(disks, vm.nics());
                });
    }

    static After plug(Observed before, Nic nic) {
        Optional<Nic> there = before.run().machine().flatMap(vm -> vm.nic(nic.name()));
        if (there.isPresent()) {
            return there.get().equals(nic)
                    ? new After.Now(before)
                    : new After.Illegal("there is another NIC " + nic.name());
        }
        if (!After.isLinked(before, nic.name())) {
            return new After.Illegal("NIC " + nic.name() + " has no link");
        }
        return changed(
                before,
                vm -> {
                    List<Nic> nics = new ArrayList<>(vm.nics());
                    nics.add(nic);
                    return vm.with(vm.disks(), nics);
                });
    }

    static After unplug(Observed before, Nic nic) {
        if (before.run().machine().flatMap(vm -> vm.nic(nic.name())).isEmpty()) {
            return new After.Now(before);
        }
        if (before.run() instanceof Run.Paused) {
            return new After.Illegal("a guest that stands still lets go of nothing");
        }
        return changed(
                before,
                vm -> {
                    List<Nic> nics = new ArrayList<>(vm.nics());
                    nics.removeIf(each -> each.name().equals(nic.name()));
                    return vm.with(vm.disks(), nics);
                });
    }

    private static After changed(Observed before, UnaryOperator<Vm> change) {
        return switch (before.run()) {
            case Run.Created(var vm) -> now(before, new Run.Created(change.apply(vm)));
            case Run.Running(var vm) -> now(before, new Run.Running(change.apply(vm)));
            case Run.Paused(var vm) -> now(before, new Run.Paused(change.apply(vm)));
            case Run.Off _, Run.Saved _ -> new After.Illegal("the VM is off");
            case Run.Unreachable(_, var why) -> new After.Illegal(why);
        };
    }

    private static After now(Observed before, Run run) {
        return new After.Now(new Observed(before.vm(), run, before.held()));
    }
}
