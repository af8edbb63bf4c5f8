package oxt.network;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import oxt.engine.Cancel;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Outcome;
import oxt.engine.Runner;
import oxt.guest.GuestShell;
import oxt.model.ByteSize;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.NicNumber;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.ChangePlanner;
import oxt.plan.DriverDomain;
import oxt.plan.Facts;
import oxt.plan.Held;
import oxt.plan.ImagePart;
import oxt.plan.LinkPlanner;
import oxt.plan.NetworkPlanner;
import oxt.plan.NetworkSituation;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.Slot;
import oxt.plan.StartPlanner;
import oxt.plan.StopPlanner;

/** A host with documents, an engine and planners, and no daemon: the test decides who looks. */
final class NetworkHost implements AutoCloseable {
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Engine engine;
    private final Runner runner;
    private final Semaphore bell = new Semaphore(0);
    private final Map<VmName, Vm> wanted = new TreeMap<>();
    private final Map<VmName, Map<NicName, NicNumber>> numbers = new HashMap<>();
    private final Map<VmName, GuestShell> shells = new HashMap<>();
    private int lastNumber;

    NetworkHost(Engine engine) {
        this.engine = engine;
        this.runner = new Runner(engine);
        engine.watch(_ -> bell.release());
    }

    /** Starts VMs that have no disks, and gives them shells. */
    void start(Vm... vms) throws Exception {
        for (Vm vm : vms) {
            want(vm);
            Plan plan = ready(StartPlanner.plan(vm, engine.observe(vm.id()), facts()));
            run(plan);
        }
        settle();
        for (Vm vm : vms) {
            shells.put(vm.name(), GuestShell.join(engine.views(), vm.id(), BOOT));
        }
    }

    /** Puts a changed document in force. */
    void change(Vm vm) throws Exception {
        Vm before = wanted.get(vm.name());
        Planned planned =
                ChangePlanner.plan(
                        before, vm, engine.observe(vm.id()), facts(), Duration.ofSeconds(30));
        Plan plan = ready(planned);
        want(vm);
        run(plan);
        settle();
    }

    void kill(VmName name) throws Exception {
        Vm vm = vm(name);
        shells.remove(name).close();
        Plan plan = ready(StopPlanner.kill(vm, engine.observe(vm.id())));
        run(plan);
    }

    /** Looks and acts as a daemon does, until nothing is left to do. */
    void settle() throws Exception {
        long end = System.nanoTime() + SETTLING.toNanos();
        while (!look()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the network does not settle");
            }
            bell.tryAcquire(200, TimeUnit.MILLISECONDS);
            bell.drainPermits();
        }
    }

    Vm vm(VmName name) {
        Vm vm = wanted.get(name);
        if (vm == null) {
            throw new IllegalArgumentException("no VM " + name);
        }
        return vm;
    }

    GuestShell shell(VmName name) {
        GuestShell shell = shells.get(name);
        if (shell == null) {
            throw new IllegalArgumentException("no shell of " + name);
        }
        return shell;
    }

    NicNumber number(VmName name) {
        return numbers.getOrDefault(name, Map.of()).values().iterator().next();
    }

    @Override
    public void close() throws EngineException {
        for (Vm vm : wanted.values()) {
            Observed observed = engine.observe(vm.id());
            if (StopPlanner.kill(vm, observed) instanceof Planned.Ready(var plan)) {
                run(plan);
            }
        }
    }

    private void want(Vm vm) {
        wanted.put(vm.name(), vm);
        Map<NicName, NicNumber> own = numbers.computeIfAbsent(vm.name(), _ -> new HashMap<>());
        for (Nic nic : vm.nics()) {
            own.computeIfAbsent(nic.name(), _ -> new NicNumber(++lastNumber));
        }
    }

    /** Whether there was nothing to do, and no driver domain is still on its way. */
    private boolean look() throws Exception {
        List<NetworkSituation.Member> members = new ArrayList<>();
        for (Vm vm : wanted.values()) {
            members.add(
                    new NetworkSituation.Member(
                            vm, engine.observe(vm.id()), numbers.get(vm.name())));
        }
        NetworkSituation situation = new NetworkSituation(members);
        boolean settled = true;
        for (NetworkSituation.Member member : members) {
            if (member.observed().run() instanceof Run.Running) {
                settled &= serve(member, situation) && relink(member);
            }
        }
        return settled;
    }

    private boolean serve(NetworkSituation.Member member, NetworkSituation situation)
            throws Exception {
        Vm vm = member.wanted();
        if (vm.role() != Role.NETWORK) {
            return true;
        }
        NetworkPlanner.Applied applied = engine.views().network(vm.id());
        Plan plan = NetworkPlanner.plan(vm, member.observed(), situation.config(vm), applied);
        return done(plan) && !(applied instanceof NetworkPlanner.Applied.Silent);
    }

    private boolean relink(NetworkSituation.Member member) throws Exception {
        Vm vm = member.wanted();
        return done(
                ready(LinkPlanner.plan(vm, member.observed(), facts(), engine.carriers(vm.id()))));
    }

    private boolean done(Plan plan) {
        if (plan.steps().isEmpty()) {
            return true;
        }
        run(plan);
        return false;
    }

    private void run(Plan plan) {
        Outcome outcome = runner.run(plan, (_, _, _) -> {}, new Cancel());
        assertInstanceOf(Outcome.Done.class, outcome, outcome::toString);
    }

    private static Plan ready(Planned planned) {
        return assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan();
    }

    private Facts facts() throws EngineException {
        Set<Slot> taken = new HashSet<>();
        for (Vm vm : wanted.values()) {
            engine.observe(vm.id()).held(Held.Link.class).forEach(link -> taken.add(link.slot()));
        }
        Map<VmName, DriverDomain> domains = new HashMap<>();
        for (Vm vm : wanted.values()) {
            if (vm.role() == Role.NETWORK) {
                domains.put(vm.name(), domain(vm, taken));
            }
        }
        Set<ImagePart> kernel = Set.of(ImagePart.KERNEL);
        return new Facts(
                engine.abilities(),
                ByteSize.gibibytes(16),
                Map.of(TestVms.CLIENT_IMAGE, kernel, TestVms.NETWORK_IMAGE, kernel),
                domains,
                Map.of(),
                Map.of());
    }

    private DriverDomain domain(Vm vm, Set<Slot> taken) throws EngineException {
        List<Slot> free = new ArrayList<>();
        for (int number = 0; number < Slot.COUNT; number++) {
            Slot slot = new Slot(vm.id(), number);
            if (!taken.contains(slot)) {
                free.add(slot);
            }
        }
        return new DriverDomain(
                vm.id(),
                engine.observe(vm.id()).run() instanceof Run.Running
                        ? DriverDomain.Readiness.RUNNING
                        : DriverDomain.Readiness.OFF,
                free);
    }
}
