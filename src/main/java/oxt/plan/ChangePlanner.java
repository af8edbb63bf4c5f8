package oxt.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskName;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;

/**
 * Plans what a changed document means for the host now. What is not in the plan the next start
 * takes from the document.
 */
public final class ChangePlanner {
    private ChangePlanner() {}

    public static Planned plan(Vm before, Vm wanted, Observed observed, Facts facts) {
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
            links(before, wanted, observed, facts, reasons, steps);
        }
        return Planned.of(reasons, Plan.of("change " + wanted.name(), steps));
    }

    private static void disks(
            Vm before,
            Vm wanted,
            Observed observed,
            Facts facts,
            List<Refusal> reasons,
            List<Step> steps) {
        Map<DiskName, Disk> old = new HashMap<>();
        before.disks().forEach(disk -> old.put(disk.name(), disk));
        for (Disk disk : wanted.disks()) {
            Optional<Disk> was =
                    Optional.ofNullable(old.remove(disk.name())).filter(After::hasFile);
            if (was.isPresent()) {
                same(wanted, was.get(), disk, reasons);
            } else if (After.hasFile(disk)) {
                reasons.addAll(CreatePlanner.unmet(wanted, disk, observed, facts));
                steps.add(new Step.CreateDisk(wanted.id(), disk));
            }
        }
        for (Disk gone :
                old.values().stream().sorted((a, b) -> a.name().compareTo(b.name())).toList()) {
            if (After.hasFile(gone)) {
                remove(wanted, gone, observed, reasons, steps);
            }
        }
    }

    private static void same(Vm vm, Disk was, Disk disk, List<Refusal> reasons) {
        if (!was.source().equals(disk.source())) {
            reasons.add(new Refusal.DiskCannotBecome(vm.name(), disk.name(), "content"));
        }
        if (was.format() != disk.format()) {
            reasons.add(new Refusal.DiskCannotBecome(vm.name(), disk.name(), "format"));
        }
        if (was.mode() != disk.mode()) {
            reasons.add(new Refusal.DiskCannotBecome(vm.name(), disk.name(), "mode"));
        }
    }

    private static void remove(
            Vm vm, Disk gone, Observed observed, List<Refusal> reasons, List<Step> steps) {
        if (observed.run() instanceof Run.Saved(var launched, _)
                && launched.disks().contains(gone)) {
            reasons.add(new Refusal.DiskIsSaved(vm.name(), gone.name()));
        } else if (observed.isWithoutMachine()) {
            steps.add(new Step.RemoveDisk(vm.id(), gone.name()));
        } else {
            reasons.add(new Refusal.DiskInUse(vm.name(), gone.name()));
        }
    }

    private static void links(
            Vm before,
            Vm wanted,
            Observed observed,
            Facts facts,
            List<Refusal> reasons,
            List<Step> steps) {
        Map<NicName, Nic> old = new HashMap<>();
        before.nics().forEach(nic -> old.put(nic.name(), nic));
        boolean moved =
                wanted.nics().stream()
                        .anyMatch(
                                nic ->
                                        old.containsKey(nic.name())
                                                && !old.get(nic.name())
                                                        .backend()
                                                        .equals(nic.backend()));
        if (!moved) {
            return;
        }
        switch (LinkPlanner.plan(wanted, observed, facts, Map.of())) {
            case Planned.Refused(var more) -> reasons.addAll(more);
            case Planned.Ready(var plan) -> steps.addAll(plan.steps());
        }
    }
}
