package oxt.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.SnapshotName;
import oxt.model.Vm;

/** Plans snapshots of a VM as a whole: to take one, to go back to it, to remove it. */
public final class SnapshotPlanner {
    /** Each has a place in every qcow2 disk; nobody has asked for more. */
    public static final int MOST = 64;

    private SnapshotPlanner() {}

    /** What becomes of a VM that runs when it goes back to a snapshot. */
    public enum IfItRuns {
        REFUSE,
        KILL
    }

    /**
     * @param taken the moment, for people
     */
    public static Planned take(
            Vm vm, SnapshotName name, Instant taken, Observed observed, Facts facts) {
        List<Refusal> reasons = new ArrayList<>(state(vm, observed));
        facts.abilities().refusal(vm.name(), Feature.General.SNAPSHOTS).ifPresent(reasons::add);
        if (observed.snapshot(name).isPresent()) {
            reasons.add(new Refusal.SnapshotExists(vm.name(), name));
        } else if (observed.held(Held.KeptSnapshot.class).size() >= MOST) {
            reasons.add(new Refusal.TooManySnapshots(vm.name(), MOST));
        }
        Vm machine = observed.run().launch().orElse(vm);
        reasons.addAll(StartPlanner.lost(machine, observed));
        for (Disk disk : machine.disks()) {
            if (disk.source() instanceof DiskSource.InDomain(var backend, _)
                    && disk.mode() != DiskMode.READ_ONLY) {
                reasons.add(new Refusal.DiskIsElsewhere(vm.name(), disk.name(), backend));
            }
        }
        Snapshot.Memory memory =
                observed.run() instanceof Run.Off ? Snapshot.Memory.NONE : Snapshot.Memory.KEPT;
        Step take = new Step.TakeSnapshot(vm.id(), new Snapshot(name, taken, machine, memory));
        List<Step> steps = new ArrayList<>();
        if (observed.run() instanceof Run.Running) {
            steps.addAll(RunPlanner.standStill(observed));
            steps.add(take);
            steps.add(new Step.Resume(vm.id()));
            for (Held.Link link : observed.held(Held.Link.class)) {
                steps.add(new Step.UnmuteLink(vm.id(), link.nic()));
            }
        } else {
            steps.add(take);
        }
        return Planned.of(reasons, Plan.of("take snapshot " + name + " of " + vm.name(), steps));
    }

    public static Planned revert(Vm vm, SnapshotName name, IfItRuns ifItRuns, Observed observed) {
        Optional<Snapshot> snapshot = observed.snapshot(name);
        if (snapshot.isEmpty()) {
            return missing(vm, name);
        }
        List<Refusal> reasons = new ArrayList<>();
        if (!observed.isWithoutMachine() && ifItRuns == IfItRuns.REFUSE) {
            reasons.add(new Refusal.RevertWouldEnd(vm.name(), name, observed.run().word()));
        }
        reasons.addAll(StartPlanner.lost(snapshot.get().vm(), observed));
        return Planned.of(
                reasons,
                Plan.of("revert " + vm.name() + " to " + name, steps(snapshot.get(), observed)));
    }

    public static Planned remove(Vm vm, SnapshotName name, Observed observed) {
        if (observed.snapshot(name).isEmpty()) {
            return missing(vm, name);
        }
        List<Refusal> reasons = new ArrayList<>(halfReverted(vm, observed));
        if (observed.run() instanceof Run.Unreachable(_, var why)) {
            reasons.add(new Refusal.IsUnreachable(vm.name(), why));
        }
        return Planned.of(
                reasons,
                Plan.of(
                        "remove snapshot " + name + " of " + vm.name(),
                        List.of(new Step.RemoveSnapshot(vm.id(), name))));
    }

    /** Whatever the VM was, it is as the snapshot has it. */
    static List<Step> steps(Snapshot snapshot, Observed observed) {
        List<Step> steps = new ArrayList<>();
        if (!observed.isWithoutMachine() || observed.holds(new Held.DeviceModel())) {
            steps.add(new Step.StopDeviceModel(observed.vm()));
        }
        steps.addAll(
                observed.isSaved()
                        ? DiscardPlanner.steps(observed)
                        : TidyPlanner.release(observed));
        steps.add(new Step.Revert(observed.vm(), snapshot));
        return steps;
    }

    /** Of a VM that is to go: no snapshot stays. */
    static List<Step> removals(Observed observed) {
        TreeSet<SnapshotName> names = new TreeSet<>();
        observed.held(Held.KeptSnapshot.class).forEach(kept -> names.add(kept.snapshot().name()));
        observed.held(Held.HalfReverted.class).forEach(half -> names.add(half.snapshot()));
        return names.stream()
                .<Step>map(name -> new Step.RemoveSnapshot(observed.vm(), name))
                .toList();
    }

    /** Between two moments nothing can be begun. */
    static List<Refusal> halfReverted(Vm vm, Observed observed) {
        return observed.held(Held.HalfReverted.class).stream()
                .<Refusal>map(half -> new Refusal.IsHalfReverted(vm.name(), half.snapshot()))
                .toList();
    }

    private static Planned missing(Vm vm, SnapshotName name) {
        return new Planned.Refused(List.of(new Refusal.NoSuchSnapshot(vm.name(), name)));
    }

    private static List<Refusal> state(Vm vm, Observed observed) {
        List<Refusal> reasons = new ArrayList<>(halfReverted(vm, observed));
        switch (observed.run()) {
            case Run.Running _ -> {}
            case Run.Paused _ -> {
                if (observed.isSaved()) {
                    reasons.add(new Refusal.NotTidy(vm.name()));
                }
            }
            case Run.Saved _ -> {
                if (ContinuePlanner.leftovers(observed)) {
                    reasons.add(new Refusal.NotTidy(vm.name()));
                }
            }
            case Run.Off _ -> {
                if (!observed.heldForRun().isEmpty()) {
                    reasons.add(new Refusal.NotTidy(vm.name()));
                }
            }
            case Run.Created _ -> reasons.add(new Refusal.IsPaused(vm.name()));
            case Run.Unreachable(_, var why) ->
                    reasons.add(new Refusal.IsUnreachable(vm.name(), why));
        }
        return reasons;
    }
}
