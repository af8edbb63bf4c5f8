package oxt.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.Plan;
import oxt.plan.Run;
import oxt.plan.Step;

/**
 * Performs plans: each step within its deadline, logged before it begins; when one fails or the
 * caller cancels, everything begun is undone, last first, back to a point of no return. From there
 * on nobody is asked whether the plan is still wanted.
 *
 * <p>An interrupt of the calling thread is a cancel; it is restored when the undo has run.
 */
public final class Runner {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final Engine engine;
    private final Function<Step, Duration> deadlines;

    public Runner(Engine engine) {
        this(engine, Step::deadline);
    }

    /** A runner with other deadlines than the steps' own. */
    Runner(Engine engine, Function<Step, Duration> deadlines) {
        this.engine = engine;
        this.deadlines = deadlines;
    }

    public Outcome run(Plan plan, StepLog log, Cancel cancel) {
        IdentityHashMap<Plan, Integer> indexes = new IdentityHashMap<>();
        number(plan, indexes);
        return new Attempt(this, log, cancel, indexes).run(plan);
    }

    private StepCall call(Step step) {
        return new StepCall(engine, step, deadlines.apply(step));
    }

    private boolean isOff(VmId vm) {
        try {
            return engine.observe(vm).run() instanceof Run.Off;
        } catch (EngineException unseen) {
            return false;
        }
    }

    private static void number(Plan plan, IdentityHashMap<Plan, Integer> indexes) {
        switch (plan) {
            case Plan.Do step -> indexes.put(step, indexes.size());
            case Plan.InOrder(_, var parts) -> parts.forEach(part -> number(part, indexes));
            case Plan.Together(_, var parts) -> parts.forEach(part -> number(part, indexes));
        }
    }

    private record Begun(int index, Step step) {}

    /** Where a run broke off. */
    private sealed interface Break {
        record Failure(Step at, Problem cause) implements Break {}

        record Cancelled(Step at) implements Break {}
    }

    /** One run of one plan. */
    private record Attempt(
            Runner runner,
            StepLog log,
            Cancel cancel,
            IdentityHashMap<Plan, Integer> indexes,
            Deque<Begun> begun) {

        Attempt(Runner runner, StepLog log, Cancel cancel, IdentityHashMap<Plan, Integer> indexes) {
            this(runner, log, cancel, indexes, new ArrayDeque<>());
        }

        Outcome run(Plan plan) {
            return forward(plan).map(this::takeBack).orElseGet(Outcome.Done::new);
        }

        private Optional<Break> forward(Plan plan) {
            return switch (plan) {
                case Plan.Do(var step) -> one(Objects.requireNonNull(indexes.get(plan)), step);
                case Plan.InOrder(_, var parts) -> inOrder(parts);
                case Plan.Together(_, var parts) -> together(parts);
            };
        }

        private Optional<Break> inOrder(List<Plan> parts) {
            for (Plan part : parts) {
                Optional<Break> broken = forward(part);
                if (broken.isPresent()) {
                    return broken;
                }
            }
            return Optional.empty();
        }

        /** Waits for all parts, whatever becomes of one: undo begins when nothing else moves. */
        private Optional<Break> together(List<Plan> parts) {
            List<CompletableFuture<Optional<Break>>> running = new ArrayList<>();
            for (Plan part : parts) {
                running.add(CompletableFuture.supplyAsync(() -> forward(part), THREADS));
            }
            Optional<Break> first = Optional.empty();
            for (CompletableFuture<Optional<Break>> future : running) {
                Optional<Break> broken = future.join();
                first = first.isPresent() ? first : broken;
            }
            return first;
        }

        private Optional<Break> one(int index, Step step) {
            boolean isFinal = isPastReturn();
            if (!isFinal && (cancel.isAsked() || Thread.currentThread().isInterrupted())) {
                cancel.ask();
                return Optional.of(new Break.Cancelled(step));
            }
            // Before the deed: a step that fails may have half happened.
            try {
                log.write(index, step, StepLog.State.BEGUN);
            } catch (ProblemException unwritten) {
                // Not begun, and what was begun before is taken back.
                return Optional.of(new Break.Failure(step, unwritten.problems().getFirst()));
            }
            synchronized (begun) {
                begun.push(new Begun(index, step));
            }
            Cancel heard = isFinal || step.isPointOfNoReturn() ? new Cancel() : cancel;
            return switch (runner.call(step).run(heard)) {
                case StepCall.Result.Done _ -> {
                    log.write(index, step, StepLog.State.DONE);
                    yield Optional.empty();
                }
                case StepCall.Result.Failed(var problem) -> {
                    log.write(index, step, StepLog.State.FAILED);
                    yield Optional.of(new Break.Failure(step, problem));
                }
                case StepCall.Result.Cancelled _ -> Optional.of(new Break.Cancelled(step));
            };
        }

        private boolean isPastReturn() {
            synchronized (begun) {
                return begun.stream().anyMatch(deed -> deed.step().isPointOfNoReturn());
            }
        }

        private Outcome takeBack(Break broken) {
            boolean interrupted = Thread.interrupted();
            List<Begun> failed = new ArrayList<>();
            boolean isPastReturn = false;
            boolean stays = false;
            for (Begun deed : begun) {
                isPastReturn |= deed.step().isPointOfNoReturn();
                if (isPastReturn) {
                    stays |= deed.step().undo().isPresent();
                    continue;
                }
                if (undo(deed).isPresent()) {
                    failed.add(deed);
                }
            }
            // What could not be taken back alone may have gone with what held it.
            List<Step> leftBehind = new ArrayList<>();
            Optional<Problem> why = Optional.empty();
            for (Begun deed : failed) {
                Optional<Problem> problem = undo(deed);
                if (problem.isPresent() && !wentWithMachine(deed)) {
                    log.write(deed.index(), deed.step(), StepLog.State.STUCK);
                    leftBehind.add(deed.step());
                    why = why.isPresent() ? why : problem;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Step at = at(broken);
            if (why.isPresent()) {
                return new Outcome.Stuck(at, causes(broken, why.get()), leftBehind);
            }
            return stays && broken instanceof Break.Failure(_, var cause)
                    ? new Outcome.BrokenOff(at, cause)
                    : unharmed(broken);
        }

        private Optional<Problem> undo(Begun deed) {
            Optional<Step> undo = deed.step().undo();
            if (undo.isEmpty()) {
                return Optional.empty();
            }
            return switch (runner.call(undo.get()).run(new Cancel())) {
                case StepCall.Result.Done _ -> {
                    log.write(deed.index(), deed.step(), StepLog.State.UNDONE);
                    yield Optional.empty();
                }
                case StepCall.Result.Failed(var problem) -> Optional.of(problem);
                case StepCall.Result.Cancelled _ ->
                        throw new AssertionError("nobody can cancel an undo");
            };
        }

        private boolean wentWithMachine(Begun deed) {
            if (!(deed.step() instanceof Step.OfMachine) || !runner.isOff(deed.step().vm())) {
                return false;
            }
            log.write(deed.index(), deed.step(), StepLog.State.UNDONE);
            return true;
        }

        private static List<Problem> causes(Break broken, Problem why) {
            return switch (broken) {
                case Break.Failure(_, var cause) -> List.of(cause, why);
                case Break.Cancelled _ -> List.of(why);
            };
        }

        private static Step at(Break broken) {
            return switch (broken) {
                case Break.Failure(var at, _) -> at;
                case Break.Cancelled(var at) -> at;
            };
        }

        private static Outcome unharmed(Break broken) {
            return switch (broken) {
                case Break.Failure(var at, var cause) -> new Outcome.RolledBack(at, cause);
                case Break.Cancelled(var at) -> new Outcome.Cancelled(at);
            };
        }
    }
}
