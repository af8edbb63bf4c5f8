package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Vm;
import oxt.model.VmName;

/** Plans the end of a VM: what it held for life goes, with what is in it. */
public final class RemovePlanner {
    private RemovePlanner() {}

    /**
     * @param clients VMs whose NICs name this one as their driver domain
     */
    public static Planned plan(Vm vm, Observed observed, List<VmName> clients) {
        List<Refusal> reasons = new ArrayList<>();
        if (!(observed.run() instanceof Run.Off)) {
            reasons.add(new Refusal.NotOff(vm.name(), observed.run().word()));
        }
        if (!clients.isEmpty()) {
            reasons.add(new Refusal.HasClients(vm.name(), clients));
        }
        List<Step> steps = new ArrayList<>(TidyPlanner.release(observed));
        steps.addAll(SnapshotPlanner.removals(observed));
        for (Held.DiskFile file : observed.held(Held.DiskFile.class)) {
            steps.add(new Step.RemoveDisk(vm.id(), file.disk()));
        }
        if (observed.holds(new Held.FirmwareVariables())) {
            steps.add(new Step.RemoveFirmwareVariables(vm.id()));
        }
        return Planned.of(reasons, Plan.of("remove " + vm.name(), steps));
    }
}
