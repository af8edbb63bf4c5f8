package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.plan.RecoveryPlanner.Begun.Before;
import oxt.plan.RecoveryPlanner.Recovery;

/** What becomes of a snapshot or a revert that a daemon had begun when it died. */
final class SnapshotRecovery {
    private SnapshotRecovery() {}

    /** It is there as a whole or not at all; and a VM that ran runs on. */
    static Recovery taken(Vm vm, SnapshotName name, Before before, Observed observed) {
        List<Step> steps = new ArrayList<>();
        boolean isThere = observed.snapshot(name).isPresent();
        if (!isThere) {
            steps.add(new Step.RemoveSnapshot(vm.id(), name));
        }
        if (before == Before.RUNNING
                && observed.run() instanceof Run.Paused
                && !observed.isSaved()) {
            steps.addAll(RunPlanner.goOn(observed));
        }
        return RecoveryPlanner.recovery(
                vm.name(),
                steps,
                "Snapshot "
                        + name
                        + " of VM "
                        + vm.name()
                        + (isThere
                                ? " was all but finished: it is there."
                                : " was not finished: it is taken back."));
    }

    /** A revert that has begun is finished: what was before is not there any more. */
    static Recovery reverted(Vm vm, SnapshotName name, Observed observed) {
        Optional<Snapshot> snapshot = observed.snapshot(name);
        String what = "The revert of VM " + vm.name() + " to snapshot " + name;
        if (snapshot.isPresent() && observed.holds(new Held.HalfReverted(name))) {
            return RecoveryPlanner.recovery(
                    vm.name(),
                    SnapshotPlanner.steps(snapshot.get(), observed),
                    what + " was not finished: now it is.");
        }
        // What it had ended or dropped before stays so.
        List<Step> leftovers =
                observed.isWithoutMachine() ? TidyPlanner.steps(observed) : List.of();
        return RecoveryPlanner.recovery(
                vm.name(),
                leftovers,
                what
                        + (leftovers.isEmpty()
                                ? " had not begun, or was finished"
                                : " had not begun")
                        + ": the VM is "
                        + observed.run().word()
                        + ".");
    }
}
