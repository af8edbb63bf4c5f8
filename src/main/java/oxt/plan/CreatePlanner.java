package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.Vm;

/** Plans what a new VM needs for life: its disks and firmware variables. */
public final class CreatePlanner {
    private CreatePlanner() {}

    public static Planned plan(Vm vm, Observed observed, Facts facts) {
        List<Refusal> reasons = new ArrayList<>(Requirements.unmet(vm, facts));
        if (!(observed.run() instanceof Run.Off) || !observed.heldForRun().isEmpty()) {
            reasons.add(new Refusal.NotTidy(vm.name()));
        }
        reasons.addAll(Requirements.unmetImages(vm, facts));
        List<Step> steps = new ArrayList<>();
        for (Disk disk : vm.disks()) {
            if (After.hasFile(disk)) {
                reasons.addAll(unmet(vm, disk, observed, facts));
                steps.add(new Step.CreateDisk(vm.id(), disk));
            }
        }
        if (vm.boot() instanceof Boot.Uefi) {
            steps.add(new Step.CreateFirmwareVariables(vm.id()));
        }
        return Planned.of(reasons, Plan.of("create " + vm.name(), steps));
    }

    static List<Refusal> unmet(Vm vm, Disk disk, Observed observed, Facts facts) {
        return observed.holds(new Held.DiskFile(disk.name()))
                ? List.of(new Refusal.DiskExists(vm.name(), disk.name()))
                : Requirements.unmet(vm, disk, facts);
    }
}
