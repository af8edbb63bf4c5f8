package oxt.engine.sim;

import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import oxt.api.ForeignVm;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Origins;
import oxt.engine.Parts;
import oxt.engine.Views;
import oxt.model.ImageName;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Abilities;
import oxt.plan.After;
import oxt.plan.Carrier;
import oxt.plan.Held;
import oxt.plan.NetworkFiles;
import oxt.plan.NetworkPlanner;
import oxt.plan.Observed;
import oxt.plan.Run;
import oxt.plan.Slot;
import oxt.plan.Step;
import oxt.plan.StepText;
import oxt.seat.Input;

/** An engine whose world is memory: every step follows the rules of {@link After}. */
public final class SimEngine implements Engine {
    /** A guest that shuts down when the power button is pressed, or that does not. */
    public enum Guest {
        OBEDIENT,
        STUBBORN
    }

    /** Kept of what is typed; tests ask for it. */
    private static final int MOST_TYPED = 1000;

    private record Machine(
            Observed observed, Map<NicName, Carrier> carriers, NetworkPlanner.Applied network) {}

    private final Function<VmId, Guest> guests;
    private final Map<VmId, Machine> machines = new HashMap<>();
    private final Map<VmId, Boolean> buttons = new ConcurrentHashMap<>();
    private final SimParts parts = new SimParts();
    private final Map<VmId, Deque<Input>> typed = new HashMap<>();
    private final SimOrigins origins = new SimOrigins();
    private final List<ForeignVm> strangers = new CopyOnWriteArrayList<>();
    private final List<Consumer<VmId>> watchers = new CopyOnWriteArrayList<>();

    public SimEngine(Function<VmId, Guest> guests) {
        this.guests = guests;
    }

    @Override
    public Abilities abilities() {
        return Abilities.all("sim");
    }

    @Override
    public synchronized Observed observe(VmId vm) {
        return machine(vm).observed();
    }

    @Override
    public synchronized Map<NicName, Carrier> carriers(VmId vm) {
        return machine(vm).carriers();
    }

    @Override
    public void perform(Step step) throws EngineException, InterruptedException {
        switch (step) {
            case Step.AwaitOff(var vm, var patience) -> awaitOff(vm, patience.toMillis());
            case Step.UnplugDisk(var vm, var disk, var patience) -> {
                askGuest(vm, each -> each.disk(disk.name()).isPresent(), patience);
                change(step);
            }
            case Step.UnplugNic(var vm, var nic, var patience) -> {
                askGuest(vm, each -> each.nic(nic.name()).isPresent(), patience);
                change(step);
            }
            case Step.ConfirmMeasured(var launched, var stamps) -> {
                change(step);
                parts.confirm(launched, stamps);
            }
            case Step _ -> change(step);
        }
        watchers.forEach(watcher -> watcher.accept(step.vm()));
    }

    @Override
    public synchronized List<VmId> present() {
        return machines.entrySet().stream()
                .filter(entry -> !entry.getValue().observed().held().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public List<ForeignVm> foreign() {
        return List.copyOf(strangers);
    }

    /** Somebody else makes a machine on this host. */
    public void appear(ForeignVm stranger) {
        strangers.add(stranger);
    }

    @Override
    public void watch(Consumer<VmId> look) {
        watchers.add(look);
    }

    @Override
    public Parts parts() {
        return parts;
    }

    /** An image becomes another, under its old name. */
    public void alter(ImageName image) {
        parts.alter(image);
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public Views views() {
        return new SimViews(this);
    }

    /** The machine ends by itself, as a guest that shuts down or a process that dies. */
    public void end(VmId vm) {
        synchronized (this) {
            Machine before = machine(vm);
            if (After.of(before.observed(), new Step.StopDeviceModel(vm))
                    instanceof After.Now(var observed)) {
                machines.put(vm, off(observed));
            }
            notifyAll();
        }
        watchers.forEach(watcher -> watcher.accept(vm));
    }

    /** What somebody did at the VM's screens, the latest of it. */
    public synchronized List<Input> typed(VmId vm) {
        return List.copyOf(typed.getOrDefault(vm, new ArrayDeque<>()));
    }

    ByteChannel screen(VmId vm) {
        return new SimScreen(vm, () -> !observe(vm).isWithoutMachine(), input -> type(vm, input));
    }

    private synchronized void type(VmId vm, Input input) {
        Deque<Input> latest = typed.computeIfAbsent(vm, _ -> new ArrayDeque<>());
        latest.add(input);
        if (latest.size() > MOST_TYPED) {
            latest.removeFirst();
        }
    }

    synchronized NetworkPlanner.Applied network(VmId vm) {
        return machine(vm).network();
    }

    private synchronized void awaitOff(VmId vm, long patienceMillis)
            throws EngineException, InterruptedException {
        if (buttons.containsKey(vm) && guests.apply(vm) == Guest.OBEDIENT) {
            end(vm);
        }
        long end = System.nanoTime() + patienceMillis * 1_000_000;
        while (!machine(vm).observed().isWithoutMachine()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new EngineException(
                        new Problem.Failed(
                                "guest-ignored-stop",
                                "The guest did not shut down within " + patienceMillis + "ms.",
                                "Give it more time, or end it: oxt vm kill NAME"));
            }
            wait(left);
        }
    }

    /** A stubborn guest keeps what it has. */
    private void askGuest(VmId vm, Predicate<Vm> has, Duration patience)
            throws EngineException, InterruptedException {
        if (observe(vm).run() instanceof Run.Running(var machine)
                && has.test(machine)
                && guests.apply(vm) == Guest.STUBBORN) {
            Thread.sleep(patience);
            throw new EngineException(
                    new Problem.Failed(
                            "guest-ignored-unplug",
                            "The guest did not let go within " + patience.toSeconds() + "s.",
                            "Stop the VM, and make the change then."));
        }
    }

    private synchronized void change(Step step) throws EngineException {
        VmId vm = step.vm();
        Machine before = machine(vm);
        Set<Slot> taken = takenByOthers(vm);
        Optional<Slot> asked = slotOf(step);
        if (asked.isPresent() && taken.contains(asked.get())) {
            throw illegal(step, "slot " + asked.get().number() + " is taken");
        }
        switch (After.of(before.observed(), step)) {
            case After.Illegal(var why) -> throw illegal(step, why);
            case After.Now(var observed) -> {
                if (step instanceof Step.KeepOrigin(_, var origin)) {
                    origins.keep(origin);
                }
                machines.put(vm, after(before, observed, step));
            }
        }
        notifyAll();
    }

    private Machine after(Machine before, Observed observed, Step step) {
        if (step instanceof Step.PressPowerButton) {
            buttons.put(step.vm(), true);
        }
        if (observed.isWithoutMachine()) {
            return off(observed);
        }
        Map<NicName, Carrier> carriers = new HashMap<>(before.carriers());
        if (step instanceof Step.StartDeviceModel(var launched)) {
            for (Nic nic : launched.nics()) {
                carriers.put(nic.name(), Carrier.UP);
            }
        }
        if (step instanceof Step.RestoreDeviceModel(var launched)) {
            for (Nic nic : launched.nics()) {
                carriers.putIfAbsent(nic.name(), Carrier.UP);
            }
        }
        if (step instanceof Step.PlugNic(_, var nic)) {
            carriers.putIfAbsent(nic.name(), Carrier.UP);
        }
        if (step instanceof Step.UnplugNic(_, var nic, _)) {
            carriers.remove(nic.name());
        }
        if (step instanceof Step.SetCarrier(_, var nic, var carrier)) {
            carriers.put(nic, carrier);
        }
        NetworkPlanner.Applied network =
                step instanceof Step.ConfigureNetwork(_, var config)
                        ? new NetworkPlanner.Applied.Config(NetworkFiles.of(config).digest())
                        : before.network();
        return new Machine(observed, Map.copyOf(carriers), network);
    }

    private Machine off(Observed observed) {
        buttons.remove(observed.vm());
        return new Machine(observed, Map.of(), new NetworkPlanner.Applied.Nothing());
    }

    private Machine machine(VmId vm) {
        Machine known = machines.get(vm);
        // To look at a machine must not let its guest forget the pressed button.
        return known != null ? known : off(Observed.nothing(vm));
    }

    private Set<Slot> takenByOthers(VmId vm) {
        Set<Slot> taken = new TreeSet<>();
        machines.forEach(
                (other, machine) -> {
                    if (!other.equals(vm)) {
                        machine.observed()
                                .held(Held.Link.class)
                                .forEach(link -> taken.add(link.slot()));
                    }
                });
        return taken;
    }

    private static Optional<Slot> slotOf(Step step) {
        if (step instanceof Step.PlugLink(_, _, var slot)) {
            return Optional.of(slot);
        }
        return step instanceof Step.MoveLink(_, _, _, var to) ? Optional.of(to) : Optional.empty();
    }

    private static EngineException illegal(Step step, String why) {
        return new EngineException(
                new Problem.Failed(
                        "step-impossible",
                        "Step \"" + StepText.of(step) + "\" cannot be done: " + why + ".",
                        "Look again: oxt vm show NAME"));
    }
}
