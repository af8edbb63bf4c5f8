package oxt.daemon.work;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.api.Action;
import oxt.api.Scalars;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Outcome;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.ChangeRecovery;
import oxt.plan.RecoveryPlanner;
import oxt.plan.RecoveryPlanner.Begun;
import oxt.plan.Step;
import oxt.plan.StepText;
import oxt.store.JournalledPlan;
import oxt.store.PlanOutcome;
import oxt.store.Store;
import oxt.store.StoredVm;

/** Brings the VM of which an earlier daemon left work half done to a state one recognises. */
final class Recovery {
    /** As {@link StepText} writes the steps that name one. */
    private static final Pattern SNAPSHOT_STEP =
            Pattern.compile("(?m)^ +(?:take|remove|revert to) snapshot ([a-z][a-z0-9-]*)");

    private final Store store;
    private final Engine engine;
    private final Board board;
    private final Execution execution;
    private final Chronicle chronicle;

    Recovery(Store store, Engine engine, Board board, Execution execution, Chronicle chronicle) {
        this.store = store;
        this.engine = engine;
        this.board = board;
        this.execution = execution;
        this.chronicle = chronicle;
    }

    /** Whether there is an end to it. */
    enum Standing {
        ENDED,
        /** Stays in the journal: to be tried again when the VM is off, or by the next daemon. */
        OPEN
    }

    Standing recover(JournalledPlan plan) {
        String object = JournalNote.read(plan.plan(), plan.vm().toString()).object();
        try {
            Optional<Vm> vm = board.find(plan.vm()).map(Defined::vm);
            Optional<Begun> begun = begun(plan, vm);
            if (begun.isEmpty()) {
                return end(plan, object, "VM " + object + " is gone, as was wanted.");
            }
            RecoveryPlanner.Recovery recovery =
                    RecoveryPlanner.plan(begun.get(), engine.observe(plan.vm()));
            Outcome outcome = execution.mend(recovery.plan());
            if (begun.get() instanceof Begun.Change(var document) && isKept(outcome)) {
                recovery = ChangeRecovery.kept(document, engine.observe(plan.vm()));
                outcome = execution.mend(recovery.plan());
            }
            return switch (outcome) {
                case Outcome.Done _ -> done(plan, object, begun.get(), recovery);
                case Outcome.RolledBack(_, var cause) -> mark(plan, object, cause);
                case Outcome.BrokenOff(_, var cause) -> mark(plan, object, cause);
                case Outcome.Stuck(_, var causes, _) -> mark(plan, object, causes.getFirst());
                case Outcome.Cancelled _ -> throw new AssertionError("nobody can cancel it");
            };
        } catch (EngineException unseen) {
            return mark(plan, object, unseen.problem());
        } catch (ProblemException unwritten) {
            return mark(plan, object, unwritten.problems().getFirst());
        }
    }

    /** The guest was asked for a device, and did not let go of it. */
    private static boolean isKept(Outcome outcome) {
        return outcome instanceof Outcome.RolledBack(_, var cause)
                && cause.code().equals("guest-ignored-unplug");
    }

    private Standing done(
            JournalledPlan plan, String object, Begun begun, RecoveryPlanner.Recovery recovery) {
        if (begun instanceof Begun.Remove) {
            remove(plan.vm());
        }
        return switch (recovery.standing()) {
            case ENDED -> end(plan, object, recovery.sentence());
            case UNTIL_OFF -> keep(plan, object, recovery.sentence());
        };
    }

    /** Nothing where all was done but the word in the journal. */
    static Optional<Begun> begun(JournalledPlan plan, Optional<Vm> vm) {
        JournalNote note = JournalNote.read(plan.plan(), plan.vm().toString());
        Optional<Action> action = action(plan.kind());
        if (vm.isEmpty()) {
            return action.filter(known -> known == Action.CREATE || known == Action.IMPORT)
                    .map(_ -> new Begun.Create(note.object()));
        }
        return Optional.of(
                action.map(known -> begun(known, vm.get(), plan, note))
                        .orElseGet(() -> new Begun.Other(vm.get(), plan.kind())));
    }

    /** Nothing where a newer oxt began what this one does not know. */
    private static Optional<Action> action(String word) {
        return Arrays.stream(Action.values())
                .filter(action -> Scalars.word(action).equals(word))
                .findFirst();
    }

    private static Begun begun(Action action, Vm vm, JournalledPlan plan, JournalNote note) {
        return switch (action) {
            // It is defined, so it was created: nothing but files of no document could be left.
            case CREATE, IMPORT, CHANGE -> new Begun.Change(vm);
            case REMOVE -> new Begun.Remove(vm);
            case START -> new Begun.Start(vm);
            case STOP -> new Begun.Stop(vm);
            case KILL -> new Begun.Kill(vm);
            case TIDY -> new Begun.Tidy(vm);
            case REBOOT -> new Begun.Reboot(vm, half(plan, vm));
            case SAVE -> new Begun.Save(vm, before(note));
            case DISCARD -> new Begun.Discard(vm);
            case SNAPSHOT -> new Begun.TakeSnapshot(vm, snapshot(note), before(note));
            case REVERT -> new Begun.Revert(vm, snapshot(note));
            case FORGET -> new Begun.RemoveSnapshot(vm, snapshot(note));
            case RESET, PAUSE, RESUME, RELINK, SERVE, BUILD, MEASURE, ACCEPT ->
                    new Begun.Other(vm, Scalars.word(action));
        };
    }

    private static Begun.Half half(JournalledPlan plan, Vm vm) {
        String start = StepText.of(new Step.StartDeviceModel(vm));
        return plan.steps().stream().anyMatch(step -> step.step().equals(start))
                ? Begun.Half.START
                : Begun.Half.STOP;
    }

    /** A plan that pauses the VM was made for one that ran. */
    private static Begun.Before before(JournalNote note) {
        String pause = StepText.of(new Step.Pause(new VmId(new UUID(0, 0))));
        return note.plan().lines().map(String::strip).anyMatch(pause::equals)
                ? Begun.Before.RUNNING
                : Begun.Before.PAUSED;
    }

    private static SnapshotName snapshot(JournalNote note) {
        Matcher step = SNAPSHOT_STEP.matcher(note.plan());
        if (!step.find()) {
            throw new ProblemException(
                    Problem.Bug.of("The journal has a snapshot's plan without its step."));
        }
        return new SnapshotName(step.group(1));
    }

    private void remove(VmId id) {
        store.apply(
                change -> {
                    Optional<StoredVm> stored = change.now().vms().find(id);
                    stored.ifPresent(
                            vm -> {
                                change.vms().remove(id, vm.generation());
                                chronicle.changed(
                                        change, Action.REMOVE, vm.name(), vm.generation());
                            });
                });
        board.remove(id);
    }

    private Standing end(JournalledPlan plan, String object, String sentence) {
        store.apply(
                change -> {
                    change.journal().end(plan.id(), PlanOutcome.INTERRUPTED, sentence);
                    chronicle.tell(change, "vm-recovered", object, sentence);
                });
        chronicle.log(sentence);
        return Standing.ENDED;
    }

    /** It is as far as it can be while the VM is on. */
    private Standing keep(JournalledPlan plan, String object, String sentence) {
        store.apply(change -> chronicle.tell(change, "vm-recovered", object, sentence));
        chronicle.log(sentence);
        board.mark(
                plan.vm(),
                new Problem.Conflict(
                        "guest-keeps-device",
                        sentence,
                        "Stop it, and it is as its document says: oxt vm stop " + object));
        return Standing.OPEN;
    }

    private Standing mark(JournalledPlan plan, String object, Problem cause) {
        Problem problem =
                new Problem.Failed(
                        "not-recovered",
                        "To "
                                + plan.kind()
                                + " VM "
                                + object
                                + " was begun before the daemon ended, and cannot be finished or"
                                + " taken back. "
                                + cause.what(),
                        "Solve that, then stop the VM, or restart oxtd: both try again.");
        board.mark(plan.vm(), problem);
        chronicle.log(problem.what());
        return Standing.OPEN;
    }
}
