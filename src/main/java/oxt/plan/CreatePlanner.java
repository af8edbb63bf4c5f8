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
        return plan(vm, observed, facts, new Origin.New());
    }

    /** Where the files of a new VM come from. */
    public sealed interface Origin {
        /** They are made. */
        record New() implements Origin {}

        /**
         * They came with it.
         *
         * @param variables whether UEFI's variables are among them
         */
        record Brought(ArrivalName arrival, Variables variables) implements Origin {}
    }

    /** Whether UEFI's variables came with a VM. */
    public enum Variables {
        BROUGHT,
        ABSENT
    }

    public static Planned plan(Vm vm, Observed observed, Facts facts, Origin origin) {
        List<Refusal> reasons = new ArrayList<>(Requirements.unmet(vm, facts));
        if (!(observed.run() instanceof Run.Off) || !observed.heldForRun().isEmpty()) {
            reasons.add(new Refusal.NotTidy(vm.name()));
        }
        reasons.addAll(Requirements.unmetImages(vm, facts));
        List<Step> steps = new ArrayList<>();
        for (Disk disk : vm.disks()) {
            if (disk.hasFile()) {
                reasons.addAll(unmet(vm, disk, observed, facts));
                steps.add(
                        switch (origin) {
                            case Origin.New _ -> new Step.CreateDisk(vm.id(), disk);
                            case Origin.Brought(var arrival, _) ->
                                    new Step.BringDisk(vm.id(), disk, arrival);
                        });
            }
        }
        if (vm.boot() instanceof Boot.Uefi) {
            boolean brought =
                    origin instanceof Origin.Brought(_, var variables)
                            && variables == Variables.BROUGHT;
            steps.add(
                    brought
                            ? new Step.BringFirmwareVariables(
                                    vm.id(), ((Origin.Brought) origin).arrival())
                            : new Step.CreateFirmwareVariables(vm.id()));
        }
        return Planned.of(reasons, Plan.of("create " + vm.name(), steps));
    }

    static List<Refusal> unmet(Vm vm, Disk disk, Observed observed, Facts facts) {
        return observed.holds(new Held.DiskFile(disk.name()))
                ? List.of(new Refusal.DiskExists(vm.name(), disk.name()))
                : Requirements.unmet(vm, disk, facts);
    }
}
