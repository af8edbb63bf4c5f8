package oxt.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.model.Vm;

/** Plans a VM's end: orderly by the power button, or at once. */
public final class StopPlanner {
    private StopPlanner() {}

    /** Asks the guest, and waits no longer than the patience. */
    public static Planned orderly(Vm vm, Observed observed, Duration patience) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.PressPowerButton(vm.id()));
        steps.add(new Step.AwaitOff(vm.id(), patience));
        steps.addAll(TidyPlanner.release(observed));
        return Planned.of(RunPlanner.notRunning(vm, observed), Plan.of("stop " + vm.name(), steps));
    }

    /** Asks nobody; also clears away what an earlier run left. What was saved stays. */
    public static Planned kill(Vm vm, Observed observed) {
        List<Step> steps = TidyPlanner.steps(observed);
        Refusal nothing =
                observed.run() instanceof Run.Saved
                        ? new Refusal.IsSaved(vm.name())
                        : new Refusal.NotRunning(vm.name());
        return steps.isEmpty()
                ? new Planned.Refused(List.of(nothing))
                : new Planned.Ready(Plan.of("kill " + vm.name(), steps));
    }
}
