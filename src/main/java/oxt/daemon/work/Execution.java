package oxt.daemon.work;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import oxt.api.Action;
import oxt.api.Scalars;
import oxt.api.TaskState;
import oxt.engine.Cancel;
import oxt.engine.Engine;
import oxt.engine.Outcome;
import oxt.engine.Runner;
import oxt.engine.StepLog;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.Plan;
import oxt.plan.PlanText;
import oxt.plan.Step;
import oxt.plan.StepText;
import oxt.store.NewPlan;
import oxt.store.PlanId;
import oxt.store.PlanOutcome;
import oxt.store.Store;
import oxt.store.Transaction;

/** Carries plans out: journalled, shown in their task, and taken back where they do not succeed. */
final class Execution {
    /** For what is not journalled, because it can be done again from what is seen. */
    private static final StepLog UNWRITTEN = (_, _, _) -> {};

    /** What a plan is about. */
    private enum Effect {
        /** A power cut ends what runs, whatever the journal says of it: nobody need wait. */
        ON_WHAT_RUNS,
        LASTING;

        static Effect of(Action action) {
            return switch (action) {
                case START, STOP, KILL, REBOOT, RESET, PAUSE, RESUME -> ON_WHAT_RUNS;
                case TIDY, RELINK, SERVE -> ON_WHAT_RUNS;
                case CREATE, CHANGE, REMOVE, SAVE, BUILD, IMPORT -> LASTING;
                case DISCARD, SNAPSHOT, REVERT, FORGET, MEASURE, ACCEPT -> LASTING;
            };
        }
    }

    private final Store store;
    private final Owed owed;
    private final Runner runner;
    private final Chronicle chronicle;

    /**
     * A part of a plan, after which something may be written for good.
     *
     * @param commit into the store, when every step is done
     */
    record Stage(Plan plan, Optional<Consumer<Transaction>> commit) {
        Stage(Plan plan) {
            this(plan, Optional.empty());
        }

        Stage(Plan plan, Consumer<Transaction> commit) {
            this(plan, Optional.of(commit));
        }
    }

    /** How it ended, in the words of the task. */
    record Ended(TaskState state, List<Problem> problems) {
        Ended {
            problems = List.copyOf(problems);
        }
    }

    Execution(Store store, Engine engine, Chronicle chronicle) {
        this.store = store;
        this.owed = new Owed(store);
        this.runner = new Runner(engine);
        this.chronicle = chronicle;
    }

    /** The task is ended by the caller, who first looks at what there is now. */
    Ended run(Task task, VmId vm, Plan plan, List<Stage> stages) {
        PlanId id;
        try {
            id = begin(task, vm, PlanText.of(plan));
        } catch (ProblemException unwritten) {
            if (!isRelease(task.action())) {
                throw unwritten;
            }
            return release(task, plan, unwritten.problems().getFirst());
        }
        task.begin(plan);
        int offset = 0;
        Iterator<Stage> left = stages.iterator();
        while (left.hasNext()) {
            Stage stage = left.next();
            StepLog log = new JournalLog(store, id, task, offset);
            Outcome outcome = runner.run(stage.plan(), log, task.cancellation());
            if (!(outcome instanceof Outcome.Done)) {
                return end(task, id, ended(task, outcome, offset));
            }
            if (stage.commit().isPresent()) {
                try {
                    if (!left.hasNext()) {
                        return commit(task, id, stage.commit().get());
                    }
                    store.apply(stage.commit().get());
                } catch (ProblemException refused) {
                    return end(task, id, takeBack(task, stage.plan(), refused));
                }
            }
            offset += stage.plan().steps().size();
        }
        return end(task, id, new Ended(TaskState.DONE, List.of()));
    }

    /**
     * What only gives back needs no journal: a look finds what is left of it. On a full disk it is
     * what makes space.
     */
    private static boolean isRelease(Action action) {
        return switch (action) {
            case STOP, KILL, TIDY -> true;
            case CREATE, CHANGE, REMOVE, START, REBOOT, RESET, PAUSE, RESUME, SAVE -> false;
            case RELINK, SERVE, BUILD, IMPORT, DISCARD, SNAPSHOT, REVERT, FORGET -> false;
            case MEASURE, ACCEPT -> false;
        };
    }

    private Ended release(Task task, Plan plan, Problem unwritten) {
        chronicle.log(
                "Not journalled: "
                        + Scalars.word(task.action())
                        + " "
                        + task.object()
                        + ". "
                        + unwritten.what());
        task.begin(plan);
        StepLog shown = (index, _, state) -> task.step(index, JournalLog.shown(state));
        Ended ended = ended(task, runner.run(plan, shown, task.cancellation()), 0);
        owed.write(change -> chronicle.ended(change, task, ended.state(), ended.problems()));
        chronicle.log(task, ended.state(), ended.problems());
        return ended;
    }

    /** Does what recovery found to be needed; the journal still has the plan that it mends. */
    Outcome mend(Plan plan) {
        return runner.run(plan, UNWRITTEN, new Cancel());
    }

    private PlanId begin(Task task, VmId vm, String text) {
        String note = new JournalNote(task.object(), text).write();
        Store.Change<PlanId> begin =
                change -> {
                    chronicle.begun(change, task, text);
                    return change.journal()
                            .begin(
                                    new NewPlan(
                                            vm, Scalars.word(task.action()), note, task.caller()));
                };
        return switch (Effect.of(task.action())) {
            case ON_WHAT_RUNS -> store.noted(begin);
            case LASTING -> store.change(begin);
        };
    }

    /** What was done is done, and whoever asked for it is told so, whatever the store says. */
    private Ended end(Task task, PlanId id, Ended ended) {
        Consumer<Transaction> end = ending(task, id, ended);
        try {
            switch (Effect.of(task.action())) {
                // The disk has it a moment later, with the event of the VM's state.
                case ON_WHAT_RUNS -> store.note(end);
                case LASTING -> store.apply(end);
            }
        } catch (ProblemException full) {
            chronicle.log("Not yet written: " + full.problems().getFirst().what());
            owed.write(end);
        }
        chronicle.log(task, ended.state(), ended.problems());
        return ended;
    }

    /** What is written for good, and that all is done: both or neither, and one wait for both. */
    private Ended commit(Task task, PlanId id, Consumer<Transaction> commit) {
        Ended done = new Ended(TaskState.DONE, List.of());
        store.apply(commit.andThen(ending(task, id, done)));
        chronicle.log(task, done.state(), done.problems());
        return done;
    }

    private Consumer<Transaction> ending(Task task, PlanId id, Ended ended) {
        return change -> {
            change.journal().end(id, outcome(ended.state()), "");
            chronicle.ended(change, task, ended.state(), ended.problems());
        };
    }

    private static PlanOutcome outcome(TaskState state) {
        return switch (state) {
            case DONE -> PlanOutcome.DONE;
            case ROLLED_BACK -> PlanOutcome.ROLLED_BACK;
            case CANCELLED -> PlanOutcome.CANCELLED;
            case STUCK -> PlanOutcome.STUCK;
            case WAITING, RUNNING, REFUSED, PLANNED ->
                    throw new AssertionError("not run to an end: " + state);
        };
    }

    private static Ended ended(Task task, Outcome outcome, int committed) {
        return switch (outcome) {
            case Outcome.Done _ -> new Ended(TaskState.DONE, List.of());
            case Outcome.RolledBack(_, var cause) ->
                    committed == 0
                            ? new Ended(TaskState.ROLLED_BACK, List.of(cause))
                            : new Ended(TaskState.STUCK, List.of(cause, unfinished(task)));
            case Outcome.Cancelled _ ->
                    committed == 0
                            ? new Ended(TaskState.CANCELLED, List.of())
                            : new Ended(TaskState.STUCK, List.of(unfinished(task)));
            case Outcome.BrokenOff(_, var cause) ->
                    new Ended(TaskState.STUCK, List.of(cause, brokenOff(task)));
            case Outcome.Stuck(_, var causes, var left) -> {
                List<Problem> problems = new ArrayList<>(causes);
                problems.add(leftBehind(task, left));
                yield new Ended(TaskState.STUCK, problems);
            }
        };
    }

    /** The store would not have what was done: another took the name, or the disk is full. */
    private Ended takeBack(Task task, Plan plan, ProblemException refused) {
        List<Step> undo = new ArrayList<>();
        plan.steps().forEach(step -> step.undo().ifPresent(undo::addFirst));
        List<Problem> problems = new ArrayList<>(refused.problems());
        return switch (mend(Plan.of("take back " + plan.title(), undo))) {
            case Outcome.Done _ -> new Ended(TaskState.ROLLED_BACK, problems);
            case Outcome.RolledBack(var at, var cause) -> {
                problems.add(cause);
                problems.add(leftBehind(task, List.of(at)));
                yield new Ended(TaskState.STUCK, problems);
            }
            case Outcome.BrokenOff(var at, var cause) -> {
                problems.add(cause);
                problems.add(leftBehind(task, List.of(at)));
                yield new Ended(TaskState.STUCK, problems);
            }
            case Outcome.Stuck(_, var causes, var left) -> {
                problems.addAll(causes);
                problems.add(leftBehind(task, left));
                yield new Ended(TaskState.STUCK, problems);
            }
            case Outcome.Cancelled _ -> throw new AssertionError("nobody can cancel an undo");
        };
    }

    private static Problem leftBehind(Task task, List<Step> steps) {
        return new Problem.Failed(
                "left-behind",
                "VM "
                        + task.object()
                        + " is left with what could not be taken back: "
                        + String.join("; ", steps.stream().map(StepText::of).toList())
                        + ".",
                "Clear it away when its cause is gone: oxt vm kill " + task.object());
    }

    private static Problem brokenOff(Task task) {
        return new Problem.Failed(
                "broken-off",
                "What was already done for VM " + task.object() + " stays; the rest is not.",
                "Look at what it is now: oxt vm show " + task.object());
    }

    private static Problem unfinished(Task task) {
        return new Problem.Failed(
                "change-unfinished",
                "VM "
                        + task.object()
                        + " has its new settings, and files of the old ones are left.",
                "Restart oxtd, which removes them, or make the change again.");
    }
}
