package oxt.daemon.work;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import oxt.engine.Agent;
import oxt.engine.Cancel;
import oxt.engine.EngineException;
import oxt.engine.Outcome;
import oxt.engine.Piece;
import oxt.engine.Runner;
import oxt.model.Autostart;
import oxt.model.Display;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.NicNumber;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.DisposablePlanner;
import oxt.plan.Facts;
import oxt.plan.Observed;
import oxt.plan.Origin;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;

/**
 * VMs that live no longer than one command.
 *
 * <p>They begin from a booted state of their template, made when the first is asked for and made
 * anew when what it was made of is another. Neither store nor journal has them: their ids say what
 * they are, and the next daemon ends what is left of them.
 */
public final class Disposables {
    /** Debian with systemd needs one under emulation. */
    private static final Duration BOOT = Duration.ofMinutes(5);

    /** What a guest still has to do when its agent answers, it does for every disposable else. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** A guest goes on where it was, so its agent answers at once, or the machine is overloaded. */
    private static final Duration WAKING = Duration.ofSeconds(30);

    /** So that the ending that tells disposables apart fits behind it. */
    private static final int LONGEST_NAME = 24;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Workshop shop;
    private final Workers workers;
    private final Lookout lookout;
    private final Runner runner;
    private final Map<VmId, ReentrantLock> making = new ConcurrentHashMap<>();

    public Disposables(Workshop shop, Workers workers) {
        this.shop = shop;
        this.workers = workers;
        this.lookout = new Lookout(shop, workers);
        this.runner = new Runner(shop.engine());
    }

    /**
     * Begins a command in a VM made for it; closed, both are gone.
     *
     * @param note takes what is waited for, as sentences
     */
    public Agent.Command run(
            Defined template, List<String> words, Agent.Input input, Consumer<String> note)
            throws EngineException, InterruptedException {
        List<Refusal> unfit = DisposablePlanner.unfit(template.vm());
        if (!unfit.isEmpty()) {
            throw new ProblemException(unfit.stream().map(RefusalText::of).toList());
        }
        Origin origin = origin(template.vm(), note);
        Vm vm = withNics(copy(template.vm()), template.vm().nics());
        begin(vm, facts -> DisposablePlanner.start(vm, origin, facts));
        try {
            Agent agent = shop.engine().views().agent(vm.id());
            require(agent, vm, WAKING);
            agent.freshen(new Agent.Identity(vm.name().text(), machineId(), Instant.now()));
            return new Command(agent.run(words, input), vm);
        } catch (EngineException | InterruptedException | RuntimeException e) {
            end(vm);
            throw e;
        }
    }

    /** The state to begin from, made where it is not there. */
    private Origin origin(Vm template, Consumer<String> note)
            throws EngineException, InterruptedException {
        Origin origin = shop.engine().origins().of(template);
        // Also where it is there: the guest that it was made of may not have ended yet.
        ReentrantLock lock = making.computeIfAbsent(template.id(), _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            if (!shop.engine().origins().isThere(origin)) {
                make(template, origin, note);
            }
            return origin;
        } finally {
            lock.unlock();
        }
    }

    private void make(Vm template, Origin origin, Consumer<String> note)
            throws EngineException, InterruptedException {
        note.accept(
                "What disposables of "
                        + template.name()
                        + " begin from is made now, once: its guest boots.");
        Vm vm = copy(template);
        begin(vm, facts -> DisposablePlanner.boot(vm, origin, facts));
        try {
            Agent agent = shop.engine().views().agent(vm.id());
            require(agent, vm, BOOT);
            note.accept("It has booted; its memory is kept.");
            warm(agent);
            Thread.sleep(SETTLING);
            carryOut(DisposablePlanner.keep(vm, origin));
        } finally {
            end(vm);
        }
        shop.engine().origins().forgetOthers(origin);
        shop.chronicle()
                .tell(
                        "disposables-ready",
                        template.name().text(),
                        "What disposables of " + template.name() + " begin from is made.");
    }

    /** The first command takes programs from the disk that all others find in memory. */
    private static void warm(Agent agent) throws EngineException, InterruptedException {
        try (Agent.Command command = agent.run(List.of("true"), Agent.Input.CLOSED)) {
            while (!(command.next(WAKING).orElse(new Agent.Said.Ended(0))
                    instanceof Agent.Said.Ended)) {
                // It writes nothing worth reading.
            }
        }
    }

    private static void require(Agent agent, Vm vm, Duration patience)
            throws EngineException, InterruptedException {
        if (agent.await(patience) == Agent.Presence.SILENT) {
            throw new EngineException(
                    new Problem.Failed(
                            "guest-agent-silent",
                            "No agent answered in VM "
                                    + vm.name()
                                    + " within "
                                    + patience.toSeconds()
                                    + "s.",
                            "Its image must bring the agent, as minimal and debian do."));
        }
    }

    private void begin(Vm vm, Function<Facts, Planned> planner)
            throws EngineException, InterruptedException {
        shop.board().reserve(vm.name(), vm.id());
        try {
            Planned planned = shop.ledger().plan(vm.id(), planner);
            if (planned instanceof Planned.Refused(var reasons)) {
                throw new ProblemException(reasons.stream().map(RefusalText::of).toList());
            }
            define(vm);
            carryOut(((Planned.Ready) planned).plan());
            lookout.look(vm.id());
            shop.ledger().release(vm.id());
        } catch (EngineException | InterruptedException | RuntimeException e) {
            end(vm);
            throw e;
        }
    }

    private void carryOut(Plan plan) throws EngineException, InterruptedException {
        switch (runner.run(plan, (_, _, _) -> {}, new Cancel())) {
            case Outcome.Done _ -> {}
            case Outcome.RolledBack(_, var cause) -> throw new EngineException(cause);
            case Outcome.Stuck(_, var cause, _) -> throw new EngineException(cause);
            case Outcome.Cancelled _ -> throw new InterruptedException();
            case Outcome.BrokenOff(_, var cause) -> throw new EngineException(cause);
        }
    }

    /** Whatever there is of it; what cannot be taken away now is told, and the next daemon's. */
    private void end(Vm vm) {
        try {
            clear(shop, vm.name().text(), shop.engine().observe(vm.id()));
        } catch (EngineException left) {
            shop.chronicle()
                    .log("Disposable VM " + vm.name() + " is left: " + left.problem().what());
        } finally {
            Set<VmId> neighbours = shop.board().neighbours(vm.id());
            shop.board().remove(vm.id());
            shop.board().release(vm.name(), vm.id());
            shop.board().forget(vm.id());
            shop.ledger().release(vm.id());
            neighbours.forEach(workers::ring);
        }
    }

    /** Shown to everyone, and served by its driver domains. */
    private synchronized void define(Vm vm) {
        Instant now = Instant.now();
        int number = shop.numbering().number(vm.id());
        shop.board().put(new Defined(vm, number, 0, nicNumbers(vm), now, now));
    }

    /** From the other end of what the store hands out to those who stay. */
    private Map<NicName, NicNumber> nicNumbers(Vm vm) {
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
                            "Disposable VM "
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

    private static Vm copy(Vm template) {
        String name = template.name().text();
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return new Vm(
                VmId.passing(RANDOM.nextLong()),
                new VmName(cut + "-d%05d".formatted(RANDOM.nextInt(100_000))),
                template.role(),
                template.template(),
                template.memory(),
                template.processors(),
                template.boot(),
                template.disks(),
                List.of(),
                // Nobody sees it, and each start and copy of a screen costs some of its time.
                Display.OFF,
                new Autostart.Off(),
                template.uplink());
    }

    /** With addresses of its own. */
    private static Vm withNics(Vm vm, List<Nic> nics) {
        List<Nic> own = new ArrayList<>();
        for (Nic nic : nics) {
            MacAddress mac = MacAddress.derived(vm.id(), nic.name(), LinkEnd.CLIENT);
            own.add(new Nic(nic.name(), nic.backend(), mac, nic.firewall()));
        }
        return vm.with(vm.disks(), own);
    }

    private static String machineId() {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** A command whose VM ends with it. */
    private final class Command implements Agent.Command {
        private final Agent.Command command;
        private final Vm vm;

        private Command(Agent.Command command, Vm vm) {
            this.command = command;
            this.vm = vm;
        }

        @Override
        public Optional<Agent.Said> next(Duration patience)
                throws EngineException, InterruptedException {
            return command.next(patience);
        }

        @Override
        public void input(Piece piece, Duration patience)
                throws EngineException, InterruptedException {
            command.input(piece, patience);
        }

        @Override
        public void endInput() throws EngineException {
            command.endInput();
        }

        @Override
        public void close() {
            command.close();
            end(vm);
        }
    }
}
