package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Vm;

/** Plans that a VM's memory goes to disk and its machine ends; a start goes on from there. */
public final class SavePlanner {
    private SavePlanner() {}

    public static Planned plan(Vm vm, Observed observed, Facts facts) {
        List<Refusal> reasons = new ArrayList<>(state(vm, observed));
        facts.abilities().refusal(vm.name(), Feature.General.SAVE).ifPresent(reasons::add);
        List<Step> steps = new ArrayList<>();
        if (observed.run() instanceof Run.Running) {
            steps.addAll(RunPlanner.standStill(observed));
        }
        observed.run().machine().ifPresent(launched -> steps.add(new Step.SaveState(launched)));
        steps.addAll(finish(observed));
        return Planned.of(reasons, Plan.of("save " + vm.name(), steps));
    }

    /** What is left to do when the state is safe. */
    static List<Step> finish(Observed observed) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.StopDeviceModel(observed.vm()));
        for (Held.Link link : observed.held(Held.Link.class)) {
            steps.add(new Step.UnplugLink(observed.vm(), link.nic(), link.slot()));
        }
        steps.add(new Step.RemoveRunFolder(observed.vm()));
        return steps;
    }

    private static List<Refusal> state(Vm vm, Observed observed) {
        return switch (observed.run()) {
            case Run.Running _, Run.Paused _ -> List.of();
            case Run.Off _, Run.Created _ -> List.of(new Refusal.NotRunning(vm.name()));
            case Run.Saved _ -> List.of(new Refusal.IsSaved(vm.name()));
            case Run.Unreachable(_, var why) -> List.of(new Refusal.IsUnreachable(vm.name(), why));
        };
    }
}
