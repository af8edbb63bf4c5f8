package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Vm;
import oxt.plan.RecoveryPlanner.Begun.Before;
import oxt.plan.RecoveryPlanner.Recovery;

/**
 * What becomes of a save that a daemon had begun when it died: finished where the state is whole,
 * taken back where it is not.
 */
final class SaveRecovery {
    private SaveRecovery() {}

    static Recovery plan(Vm vm, Before before, Observed observed) {
        String what = "The save of VM " + vm.name();
        if (observed.isSaved()) {
            return RecoveryPlanner.recovery(
                    vm.name(),
                    TidyPlanner.steps(observed),
                    what + " was all but finished: now it is.");
        }
        return switch (observed.run()) {
            case Run.Off _, Run.Saved _ ->
                    taken(
                            vm,
                            TidyPlanner.steps(observed),
                            what + " was not finished, and its process has ended: the VM is off.");
            case Run.Paused _ ->
                    switch (before) {
                        case RUNNING ->
                                taken(
                                        vm,
                                        RunPlanner.goOn(observed),
                                        what + " was not finished: the VM runs on.");
                        case PAUSED ->
                                taken(
                                        vm,
                                        List.of(),
                                        what + " was not finished: the VM is paused, as it was.");
                    };
            case Run.Created _, Run.Running _ ->
                    taken(vm, List.of(), what + " was not begun: the VM runs on.");
            case Run.Unreachable(_, var why) -> RecoveryPlanner.unreachable(vm, what, why);
        };
    }

    /** First the half-written state goes, with the writing of it. */
    private static Recovery taken(Vm vm, List<Step> then, String sentence) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.RemoveSavedState(vm.id()));
        steps.addAll(then);
        return RecoveryPlanner.recovery(vm.name(), steps, sentence);
    }
}
