package oxt.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;

/**
 * Plans what a changed document means for the host now. What is not in the plan the next start
 * takes from the document.
 */
public final class ChangePlanner {
    private ChangePlanner() {}

    /**
     * @param patience for the guest to let go of each disk and NIC that it loses
     */
    public static Planned plan(
            Vm before, Vm wanted, Observed observed, Facts facts, Duration patience) {
        List<Refusal> reasons = new ArrayList<>(Requirements.unmet(wanted, facts));
        List<Step> steps = new ArrayList<>();
        boolean off = observed.run() instanceof Run.Off;
        if (!off && before.role() != wanted.role()) {
            reasons.add(new Refusal.RoleCannotChange(wanted.name()));
        }
        disks(before, wanted, observed, facts, reasons, steps);
        boolean needsVariables = wanted.boot() instanceof Boot.Uefi;
        if (needsVariables && !observed.holds(new Held.FirmwareVariables())) {
            steps.add(new Step.CreateFirmwareVariables(wanted.id()));
        }
        if (!off) {
            FreeSlots free = new FreeSlots();
            links(before, wanted, observed, facts, free, reasons, steps);
            Observed then = PlanChecks.outcome(Plan.of("prepare", steps), observed);
            plugs(wanted, then, facts, free, patience, reasons, steps);
        }
        removals(before, wanted, steps);
        return Planned.of(reasons, Plan.of("change " + wanted.name(), steps));
    }

    private static void disks(
            Vm before,
            Vm wanted,
            Observed observed,
            Facts facts,
            List<Refusal> reasons,
            List<Step> steps) {
        for (Disk disk : wanted.disks()) {
            Optional<Disk> was = before.disk(disk.name()).filter(Disk::hasFile);
            if (was.isPresent()) {
                same(wanted, was.get(), disk, observed, facts, reasons, steps);
            } else if (disk.hasFile()) {
                reasons.addAll(CreatePlanner.unmet(wanted, disk, observed, facts));
                steps.add(new Step.CreateDisk(wanted.id(), disk));
            }
        }
        boolean free = observed.isWithoutMachine() || PlugPlanner.machine(observed).isPresent();
        for (Disk gone : gone(before, wanted)) {
            for (Snapshot snapshot : observed.snapshots()) {
                if (snapshot.vm().disk(gone.name()).filter(Disk::hasFile).isPresent()) {
                    reasons.add(
                            new Refusal.DiskHasSnapshot(
                                    wanted.name(), gone.name(), snapshot.name()));
                }
            }
            if (observed.run() instanceof Run.Saved(var launched, _)
                    && launched.disks().contains(gone)) {
                reasons.add(new Refusal.DiskIsSaved(wanted.name(), gone.name()));
            } else if (!free) {
                reasons.add(new Refusal.DiskInUse(wanted.name(), gone.name()));
            }
        }
    }

    /** Persistent disks that are not wanted any more. */
    private static List<Disk> gone(Vm before, Vm wanted) {
        return before.disks().stream()
                .filter(disk -> disk.hasFile() && wanted.disk(disk.name()).isEmpty())
                .sorted(Comparator.comparing(Disk::name))
                .toList();
    }

    /** Last: what is deleted cannot be had back. */
    private static void removals(Vm before, Vm wanted, List<Step> steps) {
        for (Disk disk : gone(before, wanted)) {
            steps.add(new Step.RemoveDisk(wanted.id(), disk.name()));
        }
    }

    private static void same(
            Vm vm,
            Disk was,
            Disk disk,
            Observed observed,
            Facts facts,
            List<Refusal> reasons,
            List<Step> steps) {
        if (disk.source().isGrowthOf(was.source())) {
            reasons.addAll(unmetGrowth(vm, disk, observed, facts));
            steps.add(new Step.GrowDisk(vm.id(), disk));
        } else if (!was.source().equals(disk.source())) {
            boolean isSmaller = was.source().isGrowthOf(disk.source());
            String what = isSmaller ? "size: disks only grow" : "content";
            reasons.add(new Refusal.DiskCannotBecome(vm.name(), disk.name(), what));
        }
        if (was.format() != disk.format()) {
            reasons.add(new Refusal.DiskCannotBecome(vm.name(), disk.name(), "format"));
        }
        if (was.mode() != disk.mode()) {
            reasons.add(new Refusal.DiskCannotBecome(vm.name(), disk.name(), "mode"));
        }
    }

    /** A snapshot and a saved state have the disk as large as it was. */
    private static List<Refusal> unmetGrowth(Vm vm, Disk disk, Observed observed, Facts facts) {
        List<Refusal> unmet = new ArrayList<>();
        if (!observed.isWithoutMachine()) {
            facts.abilities().refusal(vm.name(), Feature.General.GROW_IN_USE).ifPresent(unmet::add);
        }
        if (!observed.holds(new Held.DiskFile(disk.name()))) {
            unmet.add(new Refusal.DiskIsGone(vm.name(), disk.name()));
        }
        for (Snapshot snapshot : observed.snapshots()) {
            if (snapshot.vm().disk(disk.name()).filter(Disk::hasFile).isPresent()) {
                unmet.add(new Refusal.DiskHasSnapshot(vm.name(), disk.name(), snapshot.name()));
            }
        }
        if (observed.isSaved()) {
            unmet.add(new Refusal.DiskIsSaved(vm.name(), disk.name()));
        }
        if (observed.run() instanceof Run.Unreachable(_, var why)) {
            unmet.add(new Refusal.IsUnreachable(vm.name(), why));
        }
        return unmet;
    }

    private static void links(
            Vm before,
            Vm wanted,
            Observed observed,
            Facts facts,
            FreeSlots free,
            List<Refusal> reasons,
            List<Step> steps) {
        Set<NicName> told = new HashSet<>();
        for (Nic nic : wanted.nics()) {
            before.nic(nic.name())
                    .filter(old -> !old.driverDomains().equals(nic.driverDomains()))
                    .ifPresent(_ -> told.add(nic.name()));
        }
        if (told.isEmpty()) {
            return;
        }
        take(LinkPlanner.plan(wanted, observed, facts, Map.of(), told, free), reasons, steps);
    }

    /**
     * Into and out of the machine, where there is one that answers.
     *
     * @param observed what is there when the disks' files are made and the links moved
     */
    private static void plugs(
            Vm wanted,
            Observed observed,
            Facts facts,
            FreeSlots free,
            Duration patience,
            List<Refusal> reasons,
            List<Step> steps) {
        Optional<Vm> machine = PlugPlanner.machine(observed);
        if (machine.isEmpty()) {
            return;
        }
        take(
                PlugPlanner.plan(wanted, machine.get(), observed, facts, free, patience),
                reasons,
                steps);
        steps.addAll(PlugPlanner.release(wanted, observed));
    }

    private static void take(Planned planned, List<Refusal> reasons, List<Step> steps) {
        switch (planned) {
            case Planned.Refused(var more) -> reasons.addAll(more);
            case Planned.Ready(var plan) -> steps.addAll(plan.steps());
        }
    }
}
