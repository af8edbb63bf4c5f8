package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.model.VmName;

/**
 * Plans what becomes of work that a daemon had begun on a VM when it died: the nearest state that
 * an administrator recognises.
 */
public final class RecoveryPlanner {
    private static final String ASKED = ", and goes off yet if its guest was asked in time";

    private RecoveryPlanner() {}

    /** The work that was begun. */
    public sealed interface Begun {
        /**
         * The VM is not defined: that is the last thing a creation does.
         *
         * @param vm how to name it to people: its name, or its id where that is not known
         */
        record Create(String vm) implements Begun {}

        record Start(Vm vm) implements Begun {}

        record Stop(Vm vm) implements Begun {}

        record Kill(Vm vm) implements Begun {}

        /** What the run of a VM that had ended by itself held was being cleared away. */
        record Tidy(Vm vm) implements Begun {}

        record Reboot(Vm vm, Half half) implements Begun {}

        /**
         * @param before what the VM did when the save began
         */
        record Save(Vm vm, Before before) implements Begun {}

        record Discard(Vm vm) implements Begun {}

        /**
         * @param vm as it is defined: with the change, or still without it
         */
        record Change(Vm vm) implements Begun {}

        record Remove(Vm vm) implements Begun {}

        /** How far a reboot has come. */
        enum Half {
            STOP,
            START
        }

        /**
         * @param before what the VM did when the snapshot was begun
         */
        record TakeSnapshot(Vm vm, SnapshotName snapshot, Before before) implements Begun {}

        record RemoveSnapshot(Vm vm, SnapshotName snapshot) implements Begun {}

        record Revert(Vm vm, SnapshotName snapshot) implements Begun {}

        /** What a VM did whose save was begun. */
        enum Before {
            RUNNING,
            PAUSED
        }

        /** Something that is as it was or as it was wanted, and nothing between. */
        record Other(Vm vm, String what) implements Begun {}
    }

    /**
     * What to do, without steps where nothing is needed.
     *
     * @param sentence what was found and what becomes of it, for people
     */
    public record Recovery(Plan plan, String sentence, Standing standing) {}

    /** Whether that is all. */
    public enum Standing {
        ENDED,
        /** Something stays until the VM is off, and is to be recovered then. */
        UNTIL_OFF
    }

    public static Recovery plan(Begun begun, Observed observed) {
        return switch (begun) {
            case Begun.Create(var vm) ->
                    recovery(
                            vm,
                            everything(observed),
                            "The creation of VM " + vm + " was not finished: it is taken back.");
            case Begun.Start(var vm) -> start(vm, observed, "The start of VM " + vm.name());
            case Begun.Reboot(var vm, var half) ->
                    switch (half) {
                        case STOP -> stop(vm, observed, "The reboot of VM " + vm.name(), ASKED);
                        case START -> start(vm, observed, "The reboot of VM " + vm.name());
                    };
            case Begun.Stop(var vm) -> stop(vm, observed, "The stop of VM " + vm.name(), ASKED);
            case Begun.Kill(var vm) -> stop(vm, observed, "The kill of VM " + vm.name(), "");
            case Begun.Tidy(var vm) -> stop(vm, observed, "To tidy VM " + vm.name(), "");
            case Begun.Save(var vm, var before) -> SaveRecovery.plan(vm, before, observed);
            case Begun.TakeSnapshot(var vm, var name, var before) ->
                    SnapshotRecovery.taken(vm, name, before, observed);
            case Begun.RemoveSnapshot(var vm, var name) ->
                    recovery(
                            vm.name(),
                            List.of(new Step.RemoveSnapshot(vm.id(), name)),
                            "Snapshot "
                                    + name
                                    + " of VM "
                                    + vm.name()
                                    + " was being removed: now it is.");
            case Begun.Revert(var vm, var name) -> SnapshotRecovery.reverted(vm, name, observed);
            case Begun.Discard(var vm) ->
                    recovery(
                            vm.name(),
                            observed.isWithoutMachine()
                                    ? DiscardPlanner.steps(observed)
                                    : List.of(),
                            "What was saved of VM " + vm.name() + " was being dropped: now it is.");
            case Begun.Change(var vm) -> ChangeRecovery.plan(vm, observed);
            case Begun.Remove(var vm) ->
                    recovery(
                            vm.name(),
                            everything(observed),
                            "The removal of VM " + vm.name() + " was not finished: now it is.");
            case Begun.Other(var vm, var what) ->
                    recovery(
                            vm.name(),
                            List.of(),
                            "To "
                                    + what
                                    + " VM "
                                    + vm.name()
                                    + " was begun; it is "
                                    + observed.run().word()
                                    + ".");
        };
    }

    private static Recovery start(Vm vm, Observed observed, String what) {
        if (observed.isSaved()) {
            // The processors have not run, or there would be no saved state.
            return recovery(
                    vm.name(),
                    TidyPlanner.steps(observed),
                    what + " was not finished: the VM is saved, as it was.");
        }
        return switch (observed.run()) {
            case Run.Off _, Run.Saved _, Run.Created _ ->
                    recovery(
                            vm.name(),
                            TidyPlanner.steps(observed),
                            what + " was not finished: the VM is off.");
            case Run.Running _ ->
                    recovery(vm.name(), List.of(), what + " was all but finished: the VM runs.");
            // Its saved state was given up a moment before it went on from there.
            case Run.Paused _ ->
                    recovery(
                            vm.name(),
                            List.of(new Step.Resume(vm.id())),
                            what + " was all but finished: now the VM runs.");
            case Run.Unreachable(_, var why) -> unreachable(vm, what, why);
        };
    }

    /**
     * @param asked what more is to be said of a guest that runs
     */
    private static Recovery stop(Vm vm, Observed observed, String what, String asked) {
        return switch (observed.run()) {
            case Run.Off _, Run.Saved _ ->
                    recovery(
                            vm.name(),
                            TidyPlanner.steps(observed),
                            what
                                    + " was not finished: now the VM is "
                                    + observed.run().word()
                                    + ".");
            case Run.Created _, Run.Running _, Run.Paused _ ->
                    recovery(
                            vm.name(),
                            List.of(),
                            what
                                    + " was not finished: the VM is "
                                    + observed.run().word()
                                    + asked
                                    + ".");
            case Run.Unreachable(_, var why) -> unreachable(vm, what, why);
        };
    }

    static Recovery unreachable(Vm vm, String what, String why) {
        return recovery(
                vm.name(),
                List.of(),
                what + " was not finished, and its process does not answer: " + why + ".");
    }

    static Recovery recovery(VmName vm, List<Step> steps, String sentence) {
        return recovery(vm.text(), steps, sentence);
    }

    private static Recovery recovery(String vm, List<Step> steps, String sentence) {
        return new Recovery(Plan.of("recover " + vm, steps), sentence, Standing.ENDED);
    }

    private static List<Step> everything(Observed observed) {
        List<Step> steps = new ArrayList<>(TidyPlanner.steps(observed));
        if (observed.isSaved()) {
            steps.addAll(DiscardPlanner.steps(observed));
        }
        steps.addAll(SnapshotPlanner.removals(observed));
        steps.addAll(files(observed, Set.of()));
        return steps;
    }

    static List<Step> files(Observed observed, Set<Held> kept) {
        List<Step> steps = new ArrayList<>();
        for (Held.DiskFile file : observed.held(Held.DiskFile.class)) {
            if (!kept.contains(file)) {
                steps.add(new Step.RemoveDisk(observed.vm(), file.disk()));
            }
        }
        Held variables = new Held.FirmwareVariables();
        if (observed.holds(variables) && !kept.contains(variables)) {
            steps.add(new Step.RemoveFirmwareVariables(observed.vm()));
        }
        return steps;
    }
}
