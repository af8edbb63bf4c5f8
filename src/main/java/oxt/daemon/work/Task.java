package oxt.daemon.work;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import oxt.api.Action;
import oxt.api.StepProgress;
import oxt.api.TaskState;
import oxt.engine.Cancel;
import oxt.model.Problem;
import oxt.plan.Plan;
import oxt.store.Caller;

/** One piece of work that somebody asked for, from the asking to its end and a while after. */
public final class Task {
    private final String id;
    private final String object;
    private final Action action;
    private final Caller caller;
    private final Instant asked;
    private final InstantSource clock;
    private final Cancel cancel = new Cancel();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Progress progress;

    /** What is going to be done, once that is known. */
    public sealed interface Work {
        record Unplanned() implements Work {}

        /**
         * @param steps as in {@code plan.steps()}
         */
        record Planned(Plan plan, List<StepProgress> steps) implements Work {
            public Planned {
                steps = List.copyOf(steps);
            }
        }

        /** Not for a VM: what was done so far, in sentences. */
        record Told(List<String> sentences) implements Work {
            public Told {
                sentences = List.copyOf(sentences);
            }
        }
    }

    /**
     * A task at one moment.
     *
     * @param version counts the changes
     * @param before tasks of other VMs that had to be done first
     * @param at the moment of the last change; of an ended task its end
     */
    public record Progress(
            long version,
            TaskState state,
            Work work,
            List<Task> before,
            List<Problem> problems,
            Instant at) {
        public Progress {
            before = List.copyOf(before);
            problems = List.copyOf(problems);
        }
    }

    Task(String id, String object, Action action, Caller caller, InstantSource clock) {
        this.id = id;
        this.object = object;
        this.action = action;
        this.caller = caller;
        this.clock = clock;
        this.asked = clock.instant();
        this.progress =
                new Progress(
                        0, TaskState.WAITING, new Work.Unplanned(), List.of(), List.of(), asked);
    }

    public String id() {
        return id;
    }

    /** The VM's or image's name. */
    public String object() {
        return object;
    }

    public Action action() {
        return action;
    }

    public Caller caller() {
        return caller;
    }

    public Instant asked() {
        return asked;
    }

    public Progress progress() {
        return progress;
    }

    /** What was begun is taken back, and nothing more is begun. */
    public void cancel() {
        cancel.ask();
    }

    Cancel cancellation() {
        return cancel;
    }

    /** Waits until the task is past a version of its progress, or the patience is over. */
    public Progress await(long version, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (progress.version() <= version && !progress.state().isEnded() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return progress;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the task has ended, or the patience is over. */
    public Progress awaitEnd(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Progress now = progress;
        while (!now.state().isEnded()) {
            long left = end - System.nanoTime();
            if (left < TimeUnit.MILLISECONDS.toNanos(1)) {
                return now;
            }
            now = await(now.version(), Duration.ofNanos(left));
        }
        return now;
    }

    void needs(Task first) {
        change(
                now -> {
                    List<Task> before = new ArrayList<>(now.before());
                    before.add(first);
                    return new Progress(
                            0, TaskState.RUNNING, now.work(), before, now.problems(), now.at());
                });
    }

    void begin(Plan plan) {
        List<StepProgress> steps =
                new ArrayList<>(Collections.nCopies(plan.steps().size(), StepProgress.AHEAD));
        change(now -> with(now, TaskState.RUNNING, new Work.Planned(plan, steps)));
    }

    void step(int index, StepProgress step) {
        change(
                now -> {
                    if (!(now.work() instanceof Work.Planned(var plan, var steps))) {
                        throw new AssertionError("a step of no plan");
                    }
                    List<StepProgress> moved = new ArrayList<>(steps);
                    moved.set(index, step);
                    return with(now, TaskState.RUNNING, new Work.Planned(plan, moved));
                });
    }

    void tell(String sentence) {
        change(
                now -> {
                    List<String> told =
                            new ArrayList<>(
                                    now.work() instanceof Work.Told(var sentences)
                                            ? sentences
                                            : List.of());
                    told.add(sentence);
                    return with(now, TaskState.RUNNING, new Work.Told(told));
                });
    }

    void end(TaskState state, List<? extends Problem> problems) {
        change(
                now ->
                        new Progress(
                                0, state, now.work(), now.before(), List.copyOf(problems), asked));
    }

    private static Progress with(Progress now, TaskState state, Work work) {
        return new Progress(0, state, work, now.before(), now.problems(), now.at());
    }

    private void change(UnaryOperator<Progress> next) {
        lock.lock();
        try {
            Progress now = progress;
            if (now.state().isEnded()) {
                throw new AssertionError("task " + id + " has ended: " + now.state());
            }
            Progress then = next.apply(now);
            progress =
                    new Progress(
                            now.version() + 1,
                            then.state(),
                            then.work(),
                            then.before(),
                            then.problems(),
                            clock.instant());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
