package oxt.daemon.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.PciAddress;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Abilities;
import oxt.plan.DriverDomain;
import oxt.plan.Facts;
import oxt.plan.Held;
import oxt.plan.HostDevices;
import oxt.plan.ImagePart;
import oxt.plan.Measurements;
import oxt.plan.NetworkSituation;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.Slot;

/**
 * Who takes what of the memory and the slots that all VMs share.
 *
 * <p>A plan's facts are made and what it takes is written down under one lock, so that plans made
 * at once never count on the same thing. A claim ends with its plan: by then the VM's worker has
 * looked, and what runs counts itself.
 */
public final class Ledger {
    /** Left to the host's own programs, whatever VMs ask for. */
    public static final ByteSize HOST_RESERVE = ByteSize.mebibytes(512);

    /** What a VM's process takes besides the guest's memory; seen of QEMU with a small guest. */
    public static final ByteSize PROCESS_OVERHEAD = ByteSize.mebibytes(48);

    /** To ask may start a program; to install one takes longer. */
    private static final Duration ABILITIES_HOLD = Duration.ofSeconds(5);

    /** What the engine said, and when. */
    private record Known(Optional<Abilities> abilities, long nanos) {}

    private final Engine engine;
    private final HostFacts host;
    private final Board board;
    private final Map<VmId, Claim> claims = new HashMap<>();
    private volatile Known known = new Known(Optional.empty(), 0);

    public Ledger(Engine engine, HostFacts host, Board board) {
        this.engine = engine;
        this.host = host;
        this.board = board;
    }

    /** Plans, and claims for the VM what a ready plan takes, until {@link #release}. */
    Planned plan(VmId vm, Function<Facts, Planned> planner) {
        Abilities abilities = abilities();
        Map<ImageName, Set<ImagePart>> images = host.images();
        HostDevices hostDevices = hostDevices();
        synchronized (this) {
            Planned planned = planner.apply(facts(abilities, images, hostDevices, claims));
            if (planned instanceof Planned.Ready(var plan)) {
                claims.put(vm, Claim.of(plan));
            }
            return planned;
        }
    }

    /** What a plan would be; nothing is claimed but what is assumed. */
    Planned ask(Map<VmId, Plan> assumed, Function<Facts, Planned> planner) {
        Abilities abilities = abilities();
        Map<ImageName, Set<ImagePart>> images = host.images();
        HostDevices hostDevices = hostDevices();
        synchronized (this) {
            Map<VmId, Claim> supposed = new HashMap<>(claims);
            assumed.forEach((vm, plan) -> supposed.put(vm, Claim.of(plan)));
            Facts facts = facts(abilities, images, hostDevices, supposed);
            return planner.apply(running(facts, assumed.keySet()));
        }
    }

    /** The facts of now, for questions. */
    public Facts facts() {
        Abilities abilities = abilities();
        Map<ImageName, Set<ImagePart>> images = host.images();
        HostDevices hostDevices = hostDevices();
        synchronized (this) {
            return facts(abilities, images, hostDevices, claims);
        }
    }

    synchronized void release(VmId vm) {
        claims.remove(vm);
    }

    /** What new VMs may take now. */
    public ByteSize freeMemory() {
        synchronized (this) {
            return freeMemory(claims);
        }
    }

    /** What a VM's machine takes of the host's memory, at most. */
    static ByteSize taken(Vm launched) {
        return launched.memory().plus(PROCESS_OVERHEAD);
    }

    /** What the engine can do; the answer may be some seconds old. */
    public Abilities abilities() {
        Known now = known;
        if (System.nanoTime() - now.nanos() < ABILITIES_HOLD.toNanos()
                && now.abilities().isPresent()) {
            return now.abilities().get();
        }
        try {
            Abilities abilities = engine.abilities();
            known = new Known(Optional.of(abilities), System.nanoTime());
            return abilities;
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private Facts facts(
            Abilities abilities,
            Map<ImageName, Set<ImagePart>> images,
            HostDevices hostDevices,
            Map<VmId, Claim> claimed) {
        Set<Slot> taken = new HashSet<>();
        Map<PciAddress, Vm> devices = new HashMap<>();
        for (Claim claim : claimed.values()) {
            taken.addAll(claim.slots());
            devices.putAll(claim.devices());
        }
        for (Seen seen : board.everySeen().values()) {
            seen.observed().held(Held.Link.class).forEach(link -> taken.add(link.slot()));
            seen.observed().run().machine().map(Claim::devices).ifPresent(devices::putAll);
        }
        Map<VmName, DriverDomain> domains = new HashMap<>();
        Map<VmName, DriverDomain.Readiness> storage = new HashMap<>();
        NetworkSituation situation = Explaining.situation(board);
        for (Defined each : board.all()) {
            switch (each.vm().role()) {
                case USER -> {}
                case NETWORK -> domains.put(each.name(), domain(each.vm(), taken, situation));
                case STORAGE -> storage.put(each.name(), readiness(each.id()));
            }
        }
        return new Facts(
                abilities,
                freeMemory(claimed).minus(PROCESS_OVERHEAD),
                images,
                domains,
                storage,
                devices,
                hostDevices,
                Measurements.NONE);
    }

    /** Looked at where a VM asks for one: that takes some milliseconds. */
    private HostDevices hostDevices() {
        return board.all().stream().anyMatch(each -> !each.vm().hardware().isEmpty())
                ? host.devices()
                : HostDevices.ANY;
    }

    private DriverDomain domain(Vm vm, Set<Slot> taken, NetworkSituation situation) {
        VmId id = vm.id();
        List<Slot> free = new ArrayList<>();
        for (int number = 0; number < Slot.COUNT; number++) {
            Slot slot = new Slot(id, number);
            if (!taken.contains(slot)) {
                free.add(slot);
            }
        }
        return new DriverDomain(id, readiness(id), free, situation.kept(vm));
    }

    private DriverDomain.Readiness readiness(VmId id) {
        return board.seen(id).observed().run() instanceof Run.Running
                ? DriverDomain.Readiness.RUNNING
                : DriverDomain.Readiness.OFF;
    }

    private Facts running(Facts facts, Set<VmId> started) {
        Map<VmName, DriverDomain> domains = new HashMap<>();
        facts.driverDomains()
                .forEach(
                        (name, domain) ->
                                domains.put(
                                        name,
                                        started.contains(domain.id())
                                                ? new DriverDomain(
                                                        domain.id(),
                                                        DriverDomain.Readiness.RUNNING,
                                                        domain.freeSlots(),
                                                        domain.kept())
                                                : domain));
        Map<VmName, DriverDomain.Readiness> storage = new HashMap<>(facts.storageDomains());
        storage.replaceAll(
                (name, readiness) ->
                        board.find(name).filter(found -> started.contains(found.id())).isPresent()
                                ? DriverDomain.Readiness.RUNNING
                                : readiness);
        return new Facts(
                facts.abilities(),
                facts.freeMemory(),
                facts.images(),
                domains,
                storage,
                facts.devicesInUse(),
                facts.hostDevices(),
                facts.measurements());
    }

    /**
     * The lesser of two: what is not promised to any VM, and what is not used by anything, less
     * what VMs were promised and have not touched yet. The second counts other programs' memory
     * too.
     */
    private ByteSize freeMemory(Map<VmId, Claim> claimed) {
        ByteSize claims = new ByteSize(0);
        for (Claim claim : claimed.values()) {
            claims = claims.plus(claim.memory());
        }
        ByteSize promised = claims;
        ByteSize untouched = claims;
        for (Seen seen : board.everySeen().values()) {
            Claim claim = claimed.get(seen.observed().vm());
            // A reboot's claim is for the machine that takes this one's place.
            boolean replaced = claim != null && claim.memory().bytes() > 0;
            Optional<Vm> machine = seen.observed().run().machine();
            if (machine.isPresent() && !replaced) {
                ByteSize taken = taken(machine.get());
                promised = promised.plus(taken);
                ByteSize resident = host.residentMemory(machine.get().id());
                untouched = untouched.plus(taken.minus(resident));
            }
        }
        ByteSize unpromised = host.memory().minus(HOST_RESERVE).minus(promised);
        ByteSize unused = host.availableMemory().minus(HOST_RESERVE).minus(untouched);
        return unpromised.compareTo(unused) < 0 ? unpromised : unused;
    }
}
