package oxt.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import oxt.model.Vm;

/** Plans what is done to a VM that runs: pause, resume, reset, reboot. */
public final class RunPlanner {
    private RunPlanner() {}

    public static Planned pause(Vm vm, Observed observed) {
        return Planned.of(
                notRunning(vm, observed), Plan.of("pause " + vm.name(), standStill(observed)));
    }

    public static Planned resume(Vm vm, Observed observed) {
        List<Step> steps = new ArrayList<>();
        if (observed.isSaved()) {
            // The work of a save or a start that was broken off; here the machine is wanted.
            steps.add(new Step.RemoveSavedState(vm.id()));
        }
        steps.addAll(goOn(observed));
        List<Refusal> reasons =
                switch (observed.run()) {
                    case Run.Saved _ -> List.of(new Refusal.IsSaved(vm.name()));
                    case Run.Paused _, Run.Created _ -> List.of();
                    case Run.Running _ -> List.of(new Refusal.NotPaused(vm.name()));
                    case Run.Off _ -> List.of(new Refusal.NotRunning(vm.name()));
                    case Run.Unreachable(_, var why) ->
                            List.of(new Refusal.IsUnreachable(vm.name(), why));
                };
        return Planned.of(reasons, Plan.of("resume " + vm.name(), steps));
    }

    /** Holds the processors, and keeps driver domains from sending to what does not read. */
    static List<Step> standStill(Observed observed) {
        List<Step> steps = new ArrayList<>();
        for (Held.Link link : observed.held(Held.Link.class)) {
            steps.add(new Step.MuteLink(observed.vm(), link.nic()));
        }
        steps.add(new Step.Pause(observed.vm()));
        return steps;
    }

    /** The opposite of {@link #standStill}. */
    static List<Step> goOn(Observed observed) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Resume(observed.vm()));
        for (Held.Muted muted : observed.held(Held.Muted.class)) {
            steps.add(new Step.UnmuteLink(observed.vm(), muted.nic()));
        }
        return steps;
    }

    /** Xen makes the machine anew, of what is there now: that of a measured VM was accepted. */
    public static Planned reset(Vm vm, Observed observed, Facts facts) {
        List<Refusal> reasons = new ArrayList<>(notRunning(vm, observed));
        reasons.addAll(MeasuredPlanner.unmet(vm, facts));
        return Planned.of(reasons, Plan.of("reset " + vm.name(), List.of(new Step.Reset(vm.id()))));
    }

    /** An orderly stop, then a start with the settings of now. */
    public static Planned reboot(Vm vm, Observed observed, Facts facts, Duration patience) {
        return switch (StopPlanner.orderly(vm, observed, patience)) {
            case Planned.Refused refused -> refused;
            case Planned.Ready(var stop) -> {
                Facts then = freed(facts, observed);
                yield switch (StartPlanner.plan(vm, stopped(observed), then)) {
                    case Planned.Refused refused -> refused;
                    case Planned.Ready(var start) ->
                            new Planned.Ready(
                                    new Plan.InOrder("reboot " + vm.name(), List.of(stop, start)));
                };
            }
        };
    }

    /** Why a guest that must be running is not. */
    static List<Refusal> notRunning(Vm vm, Observed observed) {
        return switch (observed.run()) {
            case Run.Running _ -> List.of();
            case Run.Paused _, Run.Created _ -> List.of(new Refusal.IsPaused(vm.name()));
            case Run.Off _ -> List.of(new Refusal.NotRunning(vm.name()));
            case Run.Saved _ -> List.of(new Refusal.IsSaved(vm.name()));
            case Run.Unreachable(_, var why) -> List.of(new Refusal.IsUnreachable(vm.name(), why));
        };
    }

    private static Observed stopped(Observed observed) {
        Set<Held> kept = new HashSet<>(observed.held());
        kept.removeAll(observed.heldForRun());
        return new Observed(observed.vm(), Run.OFF, kept);
    }

    /** The facts when the VM is off: its memory and its slots are free again. */
    private static Facts freed(Facts facts, Observed observed) {
        List<Slot> slots = new ArrayList<>();
        observed.held(Held.Link.class).forEach(link -> slots.add(link.slot()));
        return observed.run()
                .machine()
                .map(launched -> facts.with(launched.memory(), slots))
                .orElse(facts);
    }
}
