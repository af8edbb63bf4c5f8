package oxt.daemon.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import oxt.api.Action;
import oxt.api.Scalars;
import oxt.api.TaskState;
import oxt.engine.EngineException;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.Run;
import oxt.store.JournalledPlan;

/**
 * The one thread that acts on a VM: it does what was asked for, one request after the other, and
 * looks at the VM when its bell rings. Many rings are one look.
 */
final class Worker {
    /** An engine's event may be lost; the VM is looked at now and then without one. */
    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofSeconds(30);

    /** A process that does not answer may do so again, of which no event tells. */
    private static final Duration BETWEEN_LOOKS_AT_UNREACHABLE = Duration.ofSeconds(2);

    /** After upkeep that did not succeed; the time doubles with each attempt in a row. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

    /** Five seconds become five minutes, and stay that. */
    private static final int MOST_DOUBLINGS = 6;

    /** A worker that waited for nothing would have a processor for itself. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

    /** What became of a request that was brought to the worker. */
    enum Reception {
        QUEUED,
        QUEUE_FULL,
        VM_GONE
    }

    private record Job(Request request, Task task) {}

    private final VmId id;
    private final Workshop shop;
    private final Workers workers;
    private final List<JournalledPlan> unfinished;
    private final Undertaking undertaking;
    private final Upkeep upkeep;
    private final Lookout lookout;
    private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(Workers.QUEUED_REQUESTS);
    private final Set<Task> open = ConcurrentHashMap.newKeySet();
    private final Semaphore bell = new Semaphore(1);
    private boolean isOver;
    private boolean wasOff;
    private long quietUntil = System.nanoTime();
    private int failures;

    Worker(VmId id, Workshop shop, Workers workers, List<JournalledPlan> unfinished) {
        this.id = id;
        this.shop = shop;
        this.workers = workers;
        this.unfinished = new ArrayList<>(unfinished);
        this.undertaking = new Undertaking(id, shop, workers);
        this.upkeep = new Upkeep(id, shop);
        this.lookout = new Lookout(shop, workers);
    }

    void start() {
        Thread.ofVirtual().name("vm " + id).start(this::run);
    }

    void ring() {
        bell.release();
    }

    /** Tasks of this VM that wait or run. */
    Set<Task> open() {
        return Set.copyOf(open);
    }

    /**
     * Nobody waits for upkeep, which is due again afterwards; and a kill comes before whatever else
     * was wanted of the VM's power.
     */
    synchronized Reception offer(Request request, Task task) {
        if (isOver) {
            return Reception.VM_GONE;
        }
        boolean kill = request instanceof Request.Kill;
        open.stream()
                .filter(each -> isRepeated(each.action()) || kill && isPower(each.action()))
                .forEach(Task::cancel);
        if (!queue.offer(new Job(request, task))) {
            return Reception.QUEUE_FULL;
        }
        open.add(task);
        ring();
        return Reception.QUEUED;
    }

    /** What is worth nothing when the VM is killed. */
    private static boolean isPower(Action action) {
        return switch (action) {
            case START, STOP, REBOOT, RESET, PAUSE, RESUME, SAVE, SNAPSHOT -> true;
            case CREATE, CHANGE, REMOVE, KILL, TIDY, RELINK, SERVE, BUILD, IMPORT -> false;
            case DISCARD, REVERT, FORGET, MEASURE, ACCEPT -> false;
        };
    }

    /** Upkeep that waits for a guest, and is found due again by the next look. */
    private static boolean isRepeated(Action action) {
        return switch (action) {
            case RELINK, SERVE -> true;
            case START, STOP, KILL, REBOOT, RESET, PAUSE, RESUME, SAVE -> false;
            case CREATE, CHANGE, REMOVE, TIDY, BUILD, IMPORT -> false;
            case DISCARD, SNAPSHOT, REVERT, FORGET, MEASURE, ACCEPT -> false;
        };
    }

    private void run() {
        recover();
        wasOff = isOff();
        while (!over()) {
            await();
            bell.drainPermits();
            Optional.ofNullable(queue.poll()).ifPresent(this::serve);
            keepUp();
            recoverWhenOff();
        }
        workers.ended(id);
    }

    private void recover() {
        var recovery =
                new Recovery(
                        shop.store(),
                        shop.engine(),
                        shop.board(),
                        shop.execution(),
                        shop.chronicle());
        for (JournalledPlan plan : List.copyOf(unfinished)) {
            quietly(
                    () -> {
                        if (recovery.recover(plan) == Recovery.Standing.ENDED) {
                            unfinished.remove(plan);
                        }
                    });
        }
    }

    /** What had to wait until no machine has anything of it. */
    private void recoverWhenOff() {
        boolean isOff = isOff();
        if (isOff && !wasOff && !unfinished.isEmpty()) {
            recover();
            quietly(this::see);
            if (unfinished.isEmpty()) {
                shop.board().unmark(id);
            }
        }
        wasOff = isOff;
    }

    private boolean isOff() {
        return shop.board().seen(id).observed().run() instanceof Run.Off;
    }

    /** A VM that is not defined and not about to be has no use for a worker. */
    private synchronized boolean over() {
        isOver = queue.isEmpty() && shop.board().find(id).isEmpty();
        return isOver;
    }

    private void await() {
        if (!queue.isEmpty()) {
            return;
        }
        try {
            long longest = longestBetweenLooks().toNanos();
            long quiet = Math.max(SHORTEST_WAIT.toNanos(), quietUntil - System.nanoTime());
            long patience = failures == 0 ? longest : Math.min(longest, quiet);
            boolean rung = bell.tryAcquire(patience, TimeUnit.NANOSECONDS);
            if (rung) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a worker", e);
        }
    }

    private Duration longestBetweenLooks() {
        return shop.board().seen(id).observed().run() instanceof Run.Unreachable
                ? BETWEEN_LOOKS_AT_UNREACHABLE
                : LONGEST_BETWEEN_LOOKS;
    }

    private void serve(Job job) {
        finish(job.task(), outcome(job));
        switch (job.request()) {
            case Request.Create(var vm) -> shop.board().release(vm.name(), id);
            case Request.Import(var vm, _) -> shop.board().release(vm.name(), id);
            case Request.Change(var wanted, _, _) -> shop.board().release(wanted.name(), id);
            case Request.Remove _,
                    Request.Accept _,
                    Request.Start _,
                    Request.Stop _,
                    Request.Kill _,
                    Request.Reboot _,
                    Request.Reset _,
                    Request.Pause _,
                    Request.Resume _,
                    Request.Save _,
                    Request.Discard _,
                    Request.TakeSnapshot _,
                    Request.Revert _,
                    Request.RemoveSnapshot _ -> {}
        }
    }

    private Execution.Ended outcome(Job job) {
        Task task = job.task();
        try {
            failures = 0;
            quietUntil = System.nanoTime();
            return undertaking.run(job.request(), task);
        } catch (EngineException unseen) {
            return new Execution.Ended(refusedOrStuck(task), List.of(unseen.problem()));
        } catch (ProblemException problem) {
            return new Execution.Ended(refusedOrStuck(task), problem.problems());
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a worker", e);
        } catch (RuntimeException | Error bug) {
            // The other VMs go on, and so does this one as far as it can.
            shop.chronicle().bug(Scalars.word(task.action()) + " " + task.object(), bug);
            return new Execution.Ended(
                    TaskState.STUCK,
                    List.of(
                            Problem.Bug.of(
                                    "To "
                                            + Scalars.word(task.action())
                                            + " "
                                            + task.object()
                                            + " broke: "
                                            + bug)));
        }
    }

    /** What was not begun is refused; of what was, nobody knows how far it came. */
    private static TaskState refusedOrStuck(Task task) {
        return task.progress().work() instanceof Task.Work.Planned
                ? TaskState.STUCK
                : TaskState.REFUSED;
    }

    /** Whoever waits for the task finds the VM as the task left it. */
    private void finish(Task task, Execution.Ended ended) {
        if (!(task.progress().work() instanceof Task.Work.Planned)) {
            quietly(() -> shop.chronicle().ended(task, ended.state(), ended.problems()));
        }
        switch (task.action()) {
            case CREATE, IMPORT, CHANGE, ACCEPT -> quietly(() -> workers.refresh(id));
            case REMOVE -> {
                quietly(() -> workers.refresh(id));
                if (ended.state() == TaskState.DONE) {
                    quietly(this::forgetOrigins);
                }
            }
            case START, STOP, KILL, REBOOT, RESET, PAUSE, RESUME, SAVE -> {}
            case TIDY, RELINK, SERVE, BUILD -> {}
            case DISCARD, SNAPSHOT, REVERT, FORGET, MEASURE -> {}
        }
        quietly(this::see);
        switch (ended.state()) {
            case STUCK -> shop.board().mark(id, ended.problems().getLast());
            case DONE -> shop.board().unmark(id);
            case WAITING, RUNNING, ROLLED_BACK, REFUSED, CANCELLED, PLANNED -> {}
        }
        shop.ledger().release(id);
        open.remove(task);
        task.end(ended.state(), ended.problems());
        shop.tasks().ended(task);
    }

    /** What disposables of this VM began from. */
    private void forgetOrigins() {
        try {
            shop.engine().origins().forget(id);
        } catch (EngineException left) {
            shop.chronicle().log(left.problem().what());
        }
    }

    private void see() {
        try {
            lookout.look(id);
        } catch (EngineException unseen) {
            shop.chronicle().log(unseen.problem().what());
        }
    }

    /** A mistake of ours or of the store must not end the worker. */
    private void quietly(Runnable action) {
        try {
            action.run();
        } catch (ProblemException problem) {
            shop.chronicle().log(problem.problems().getFirst().what());
        } catch (RuntimeException | Error bug) {
            shop.chronicle().bug("VM " + id, bug);
        }
    }

    private void keepUp() {
        try {
            Seen seen = lookout.look(id);
            if (System.nanoTime() - quietUntil < 0 || !queue.isEmpty()) {
                return;
            }
            Optional<Upkeep.Due> due = upkeep.due(seen);
            due.ifPresentOrElse(found -> keepUp(seen, found), this::rest);
        } catch (EngineException unseen) {
            shop.chronicle().log(unseen.problem().what());
            keepQuiet();
        } catch (RuntimeException | Error bug) {
            shop.chronicle().bug("VM " + id, bug);
            keepQuiet();
        }
    }

    /** All is as it should be. */
    private void rest() {
        shop.ledger().release(id);
        failures = 0;
    }

    private void keepQuiet() {
        long pause = BETWEEN_ATTEMPTS.toNanos() << Math.min(failures, MOST_DOUBLINGS);
        quietUntil = System.nanoTime() + pause;
        failures++;
    }

    private void keepUp(Seen seen, Upkeep.Due due) {
        Task task = workers.own(id, due.action());
        open.add(task);
        if (due.action() == Action.TIDY) {
            shop.chronicle()
                    .tell("vm-ended", task.object(), "VM " + task.object() + Upkeep.sentence(seen));
        }
        Execution.Ended ended =
                shop.execution()
                        .run(task, id, due.plan(), List.of(new Execution.Stage(due.plan())));
        finish(task, ended);
        if (ended.state() == TaskState.DONE) {
            failures = 0;
            ring();
        } else {
            keepQuiet();
        }
    }
}
