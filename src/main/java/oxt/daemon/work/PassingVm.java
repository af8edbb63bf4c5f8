package oxt.daemon.work;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import oxt.engine.Cancel;
import oxt.engine.EngineException;
import oxt.engine.Outcome;
import oxt.engine.Runner;
import oxt.engine.StepLog;
import oxt.host.Deadline;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.NicNumber;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.DisposablePlanner;
import oxt.plan.Facts;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.RefusalText;
import oxt.plan.Run;
import oxt.plan.Step;

/**
 * A VM that neither store nor journal has, from its beginning to its end. It ends once, whoever
 * ends it: the command it was made for, or somebody who kills it.
 */
final class PassingVm {
    /** From when something breaks because a process dies to when it is seen to be gone. */
    private static final Duration DEATH = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Workshop shop;
    private final Workers workers;
    private final Vm vm;
    private final Cancel killed = new Cancel();
    private final ReentrantLock acting = new ReentrantLock();
    private boolean isOver;
    private boolean hasStarted;
    private boolean isDead;

    PassingVm(Workshop shop, Workers workers, Vm vm) {
        this.shop = shop;
        this.workers = workers;
        this.vm = vm;
    }

    Vm vm() {
        return vm;
    }

    /** Takes what it needs and starts it; where that breaks nothing of it is left. */
    void begin(Function<Facts, Planned> planner) throws EngineException, InterruptedException {
        shop.board().reserve(vm.name(), vm.id());
        try {
            Planned planned = shop.ledger().plan(vm.id(), planner);
            if (planned instanceof Planned.Refused(var reasons)) {
                throw new ProblemException(reasons.stream().map(RefusalText::of).toList());
            }
            define();
            carryOut(((Planned.Ready) planned).plan());
            new Lookout(shop, workers).look(vm.id());
            shop.ledger().release(vm.id());
        } catch (EngineException | InterruptedException | RuntimeException e) {
            end();
            throw e;
        }
    }

    void carryOut(Plan plan) throws EngineException, InterruptedException {
        acting.lockInterruptibly();
        try {
            switch (new Runner(shop.engine()).run(plan, this::note, killed)) {
                case Outcome.Done _ -> {}
                case Outcome.RolledBack(_, var cause) -> throw why(cause);
                case Outcome.Stuck(_, var causes, _) -> throw why(causes.getFirst());
                case Outcome.BrokenOff(_, var cause) -> throw why(cause);
                case Outcome.Cancelled _ -> {
                    if (!Thread.currentThread().isInterrupted()) {
                        throw new EngineException(wasKilled());
                    }
                    throw new InterruptedException();
                }
            }
        } finally {
            acting.unlock();
        }
    }

    /** Ends it whatever it does; whoever waits for it is told by {@link #told}. */
    void kill() {
        killed.ask();
        end();
    }

    /** Before what was begun is taken back; a start that fails says itself what is wrong. */
    private void note(int index, Step step, StepLog.State state) {
        boolean isStart = step instanceof Step.StartOrigin || step instanceof Step.StartDisposable;
        hasStarted |= isStart && state == StepLog.State.DONE;
        isDead |= state == StepLog.State.FAILED && hasLostItsProcess();
    }

    private EngineException why(Problem cause) {
        EngineException why = new EngineException(cause);
        return isDead ? new EngineException(died(), why) : why;
    }

    /**
     * Why its maker could not go on, before it is ended: whatever broke is told of what broke it.
     */
    EngineException told(EngineException why) {
        if (killed.isAsked()) {
            return new EngineException(wasKilled(), why);
        }
        return hasLostItsProcess() ? new EngineException(died(), why) : why;
    }

    /** An engine may believe for a moment that what has just begun still runs. */
    private boolean hasLostItsProcess() {
        Deadline death = Deadline.after(DEATH);
        try {
            while (hasStarted && !death.isOver()) {
                if (shop.engine().observe(vm.id()).run() instanceof Run.Off) {
                    return true;
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (EngineException unseen) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    void requireNotKilled() throws EngineException {
        if (killed.isAsked()) {
            throw new EngineException(wasKilled());
        }
    }

    /** Whatever there is of it; what cannot be taken away now is told, and the next daemon's. */
    void end() {
        acting.lock();
        try {
            if (!isOver) {
                isOver = true;
                clear();
                leaveTheBoard();
            }
        } finally {
            acting.unlock();
        }
    }

    private void clear() {
        try {
            clear(shop, vm.name().text(), shop.engine().observe(vm.id()));
        } catch (EngineException left) {
            shop.chronicle()
                    .log("Disposable VM " + vm.name() + " is left: " + left.problem().what());
        }
    }

    private void leaveTheBoard() {
        Set<VmId> neighbours = shop.board().looks().take(vm.id(), this::forgotten);
        shop.ledger().release(vm.id());
        neighbours.forEach(workers::ring);
    }

    /** Its neighbours, when the board has it no more. */
    private Set<VmId> forgotten() {
        Run before = shop.board().seen(vm.id()).observed().run();
        Set<VmId> neighbours = shop.board().neighbours(vm.id());
        shop.board().remove(vm.id());
        shop.board().release(vm.name(), vm.id());
        shop.board().forget(vm.id());
        if (!(before instanceof Run.Off)) {
            shop.chronicle().state(vm.name(), before.word(), Run.OFF.word());
        }
        return neighbours;
    }

    /** Of an earlier daemon's. */
    static void endLeftover(Workshop shop, VmId id) {
        try {
            Observed observed = shop.engine().observe(id);
            String name =
                    observed.run().machine().map(vm -> vm.name().text()).orElse(id.toString());
            clear(shop, name, observed);
            shop.chronicle()
                    .tell(
                            "disposable-ended",
                            name,
                            observed.run() instanceof Run.Off
                                    ? "What an earlier daemon left of disposable VM "
                                            + name
                                            + " is removed."
                                    : "Disposable VM "
                                            + name
                                            + " has outlived the daemon that ran its command: it is"
                                            + " ended.");
        } catch (EngineException left) {
            shop.chronicle().log("Disposable VM " + id + " is left: " + left.problem().what());
        }
    }

    private static void clear(Workshop shop, String name, Observed observed)
            throws EngineException {
        Outcome outcome = shop.execution().mend(DisposablePlanner.end(name, observed));
        if (!(outcome instanceof Outcome.Done)) {
            throw new EngineException(
                    new Problem.Failed(
                            "left-behind",
                            "Something of disposable VM " + name + " could not be removed.",
                            "Restart oxtd, which tries again."));
        }
    }

    /** Shown to everyone, and served by its driver domains. */
    private void define() {
        Instant now = Instant.now();
        int number = shop.numbering().number(vm.id());
        synchronized (shop.board()) {
            shop.board().put(new Defined(vm, number, 0, nicNumbers(), now, now));
        }
    }

    /** From the other end of what the store hands out to those who stay. */
    private Map<NicName, NicNumber> nicNumbers() {
        Set<NicNumber> taken = new HashSet<>();
        shop.board().all().forEach(each -> taken.addAll(each.nicNumbers().values()));
        Map<NicName, NicNumber> numbers = new HashMap<>();
        int next = NicNumber.LARGEST;
        for (Nic nic : vm.nics()) {
            while (taken.contains(new NicNumber(next))) {
                next--;
            }
            numbers.put(nic.name(), new NicNumber(next));
            next--;
        }
        return numbers;
    }

    private Problem died() {
        return new Problem.Failed(
                "disposable-died",
                "The process of disposable VM " + vm.name() + " ended before its command did.",
                "Run the command again; where that ends so as well, see whether VMs like it start.");
    }

    private Problem wasKilled() {
        return new Problem.Conflict(
                "disposable-killed",
                "Disposable VM " + vm.name() + " was killed.",
                "Run the command again.");
    }
}
