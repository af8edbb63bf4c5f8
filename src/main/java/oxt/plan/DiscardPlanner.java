package oxt.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import oxt.model.Vm;

/** Plans that what was saved of a VM is dropped: it is off then, as if its power was cut. */
public final class DiscardPlanner {
    private DiscardPlanner() {}

    public static Planned plan(Vm vm, Observed observed) {
        List<Refusal> reasons =
                observed.run() instanceof Run.Saved
                        ? List.of()
                        : List.of(new Refusal.NotSaved(vm.name(), observed.run().word()));
        return Planned.of(reasons, Plan.of("discard " + vm.name(), steps(observed)));
    }

    static List<Step> steps(Observed observed) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.RemoveSavedState(observed.vm()));
        Set<Held> left = new HashSet<>(observed.held());
        left.remove(new Held.SavedState());
        steps.addAll(TidyPlanner.release(new Observed(observed.vm(), Run.OFF, left)));
        return steps;
    }
}
