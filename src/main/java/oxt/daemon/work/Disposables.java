package oxt.daemon.work;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import oxt.api.Action;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.Piece;
import oxt.model.Autostart;
import oxt.model.Display;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
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
import oxt.plan.Run;
import oxt.store.Caller;

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

    /** A guest goes on where it was, so its agent answers at once, or the machine is overloaded. */
    private static final Duration WAKING = Duration.ofSeconds(30);

    /** So that the ending that tells disposables apart fits behind it. */
    private static final int LONGEST_NAME = 24;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Workshop shop;
    private final Workers workers;
    private final NeededStarts neededStarts;
    private final Errands errands;
    private final Duration settling;
    private final Map<VmId, ReentrantLock> making = new ConcurrentHashMap<>();
    private final Map<VmId, Living> living = new ConcurrentHashMap<>();

    /** Who asked for one. */
    public interface Asker {
        Caller caller();

        /** It waits no more. */
        boolean isGone();

        /** Is told, in sentences, what is waited for. */
        void note(String sentence);
    }

    /** One that is there, and what it is a copy of. */
    private record Living(PassingVm vm, VmName template) {}

    /**
     * @param settling for what a guest still has to do when its agent answers, so that it does it
     *     for every disposable
     */
    public Disposables(Workshop shop, Workers workers, Duration settling) {
        this.shop = shop;
        this.workers = workers;
        this.neededStarts = new NeededStarts(shop, workers);
        this.errands = new Errands(shop);
        this.settling = settling;
    }

    /** What a VM is a copy of, where it lives no longer than its command. */
    public Optional<VmName> template(VmId id) {
        return Optional.ofNullable(living.get(id)).map(Living::template);
    }

    /** Begins a command in a VM made for it; closed, both are gone. */
    public Agent.Command run(Defined template, List<String> words, Agent.Input input, Asker asker)
            throws EngineException, InterruptedException {
        List<Refusal> unfit = DisposablePlanner.unfit(template.vm(), shop.ledger().abilities());
        if (!unfit.isEmpty()) {
            throw new ProblemException(unfit.stream().map(RefusalText::of).toList());
        }
        try {
            Origin origin = origin(template, asker);
            startDriverDomains(template.vm(), asker);
            return run(template, origin, words, input);
        } catch (EngineException why) {
            shop.chronicle()
                    .log(
                            "A disposable of VM "
                                    + template.name()
                                    + " did not come to its command: "
                                    + sentences(why));
            throw why;
        }
    }

    private Agent.Command run(
            Defined template, Origin origin, List<String> words, Agent.Input input)
            throws EngineException, InterruptedException {
        Vm vm = withNics(copy(template.vm()), template.vm().nics());
        PassingVm passing =
                begin(vm, template, facts -> DisposablePlanner.start(vm, origin, facts));
        try {
            Agent agent = shop.engine().views().agent(vm.id());
            agent.freshen(new Agent.Identity(vm.name().text(), machineId(), Instant.now()), WAKING);
            return new Command(agent.run(words, input), passing);
        } catch (EngineException why) {
            EngineException told = passing.told(why);
            end(passing);
            throw told;
        } catch (InterruptedException | RuntimeException e) {
            end(passing);
            throw e;
        }
    }

    /** Ends one as a task, with its command; whoever waits for that is told. */
    public Task kill(Defined disposable, Caller caller) {
        Task task = shop.tasks().begin(disposable.name().text(), Action.KILL, caller);
        errands.begin(
                task,
                _ ->
                        Optional.ofNullable(living.get(disposable.id()))
                                .ifPresent(found -> found.vm().kill()));
        return task;
    }

    /** What a kill would do now. */
    public Plan killing(Defined disposable) {
        try {
            return DisposablePlanner.end(
                    disposable.name().text(), shop.engine().observe(disposable.id()));
        } catch (EngineException unseen) {
            throw new ProblemException(unseen.problem(), unseen);
        }
    }

    private PassingVm begin(Vm vm, Defined template, Function<Facts, Planned> planner)
            throws EngineException, InterruptedException {
        PassingVm passing = new PassingVm(shop, workers, vm);
        living.put(vm.id(), new Living(passing, template.name()));
        try {
            passing.begin(planner);
            return passing;
        } catch (EngineException | InterruptedException | RuntimeException e) {
            living.remove(vm.id());
            throw e;
        }
    }

    private void end(PassingVm passing) {
        passing.end();
        living.remove(passing.vm().id());
    }

    private void startDriverDomains(Vm vm, Asker asker) throws InterruptedException {
        NeededStarts.Waiting waiting =
                new NeededStarts.Waiting() {
                    @Override
                    public Caller caller() {
                        return asker.caller();
                    }

                    @Override
                    public boolean isOver() {
                        return asker.isGone();
                    }

                    @Override
                    public void needs(Task start) {
                        asker.note("Driver domain " + start.object() + " is off: it is started.");
                    }
                };
        List<Problem> problems = neededStarts.begin(vm, waiting);
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }

    /** The state to begin from, made where it is not there. */
    private Origin origin(Defined template, Asker asker)
            throws EngineException, InterruptedException {
        Origin origin = shop.engine().origins().of(template.vm());
        // Also where it is there: the guest that it was made of may not have ended yet.
        ReentrantLock lock = making.computeIfAbsent(template.id(), _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            if (shop.engine().origins().isThere(origin)) {
                return origin;
            }
            Observed observed = shop.board().seen(template.id()).observed();
            if (DisposablePlanner.hasOwnFiles(template.vm())
                    && !(observed.run() instanceof Run.Off)) {
                Optional<Origin> earlier = shop.engine().origins().earlier(origin);
                if (earlier.isPresent()) {
                    asker.note(
                            "VM "
                                    + template.name()
                                    + " is "
                                    + observed.run().word()
                                    + ": this begins from its disks as they were before.");
                    return earlier.get();
                }
            }
            make(template, origin, asker);
            return origin;
        } finally {
            lock.unlock();
        }
    }

    private void make(Defined template, Origin origin, Asker asker)
            throws EngineException, InterruptedException {
        requireReady(template);
        asker.note(
                "What disposables of "
                        + template.name()
                        + " begin from is made now, once: its guest boots.");
        // None of them is of any use any more.
        shop.engine().origins().forgetOthers(origin);
        Vm vm = copy(template.vm());
        PassingVm passing = begin(vm, template, facts -> DisposablePlanner.boot(vm, origin, facts));
        try {
            requireUnchanged(template, origin);
            Agent agent = shop.engine().views().agent(vm.id());
            agent.require(BOOT);
            asker.note("It has booted; its memory is kept.");
            warm(agent);
            Thread.sleep(settling);
            passing.carryOut(DisposablePlanner.keep(vm, origin));
        } catch (EngineException why) {
            throw passing.told(why);
        } finally {
            end(passing);
        }
        shop.chronicle()
                .tell(
                        "disposables-ready",
                        template.name().text(),
                        "What disposables of " + template.name() + " begin from is made.");
    }

    private void requireReady(Defined template) throws EngineException {
        Observed observed = shop.engine().observe(template.id());
        List<Refusal> unready = DisposablePlanner.unready(template.vm(), observed);
        if (!unready.isEmpty()) {
            throw new ProblemException(unready.stream().map(RefusalText::of).toList());
        }
    }

    /** Its disks were copied while nobody kept others from starting it. */
    private void requireUnchanged(Defined template, Origin origin)
            throws EngineException, InterruptedException {
        requireReady(template);
        if (!shop.engine().origins().of(template.vm()).equals(origin)) {
            throw new EngineException(
                    new Problem.Conflict(
                            "vm-changed-meanwhile",
                            "VM "
                                    + template.name()
                                    + " was changed or ran while its disks were copied.",
                            "Run the command again."));
        }
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
                template.uplink(),
                template.pci(),
                template.xen(),
                template.measured());
    }

    /** With addresses of its own. */
    private static Vm withNics(Vm vm, List<Nic> nics) {
        List<Nic> own = new ArrayList<>();
        for (Nic nic : nics) {
            MacAddress mac = MacAddress.derived(vm.id(), nic.name(), LinkEnd.CLIENT);
            own.add(new Nic(nic.name(), nic.backend(), nic.spare(), mac, nic.firewall()));
        }
        return vm.with(vm.disks(), own);
    }

    /** What is told, and for the log what it was told for. */
    private static String sentences(EngineException why) {
        return why.getCause() instanceof EngineException cause
                ? why.problem().what() + " " + cause.problem().what()
                : why.problem().what();
    }

    private static String machineId() {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** A command whose VM ends with it. */
    private final class Command implements Agent.Command {
        private final Agent.Command command;
        private final PassingVm passing;

        private Command(Agent.Command command, PassingVm passing) {
            this.command = command;
            this.passing = passing;
        }

        @Override
        public Optional<Agent.Said> next(Duration patience)
                throws EngineException, InterruptedException {
            try {
                passing.requireNotKilled();
                return command.next(patience);
            } catch (EngineException why) {
                EngineException told = passing.told(why);
                shop.chronicle()
                        .log(
                                "The command in disposable VM "
                                        + passing.vm().name()
                                        + " did not end by itself: "
                                        + sentences(told));
                throw told;
            }
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
            end(passing);
        }
    }
}
