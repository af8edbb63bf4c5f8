package oxt.daemon.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import oxt.api.Action;
import oxt.api.TaskState;
import oxt.engine.EngineException;
import oxt.model.NicName;
import oxt.model.NicNumber;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.CreatePlanner;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;
import oxt.plan.Run;
import oxt.store.Caller;
import oxt.store.JournalledPlan;
import oxt.store.Snapshot;
import oxt.store.StoredVm;

/** The workers of all VMs, and the way to ask them for something. */
public final class Workers {
    /** Requests that may wait for one VM; whoever asks for more has lost track. */
    public static final int QUEUED_REQUESTS = 8;

    private final Workshop shop;
    private final Map<VmId, Worker> workers = new ConcurrentHashMap<>();

    public Workers(Workshop shop) {
        this.shop = shop;
    }

    /**
     * Reads what is defined, looks at all that is there, and begins: half-done work is mended
     * first, each VM's by its own worker.
     */
    public void begin() throws EngineException {
        shop.store().read(this::defineAll);
        List<JournalledPlan> unfinished = shop.store().read(now -> now.journal().unfinished());
        Map<VmId, List<JournalledPlan>> halfDone = new LinkedHashMap<>();
        shop.board().all().forEach(each -> halfDone.put(each.id(), new ArrayList<>()));
        unfinished.forEach(
                plan -> halfDone.computeIfAbsent(plan.vm(), _ -> new ArrayList<>()).add(plan));
        List<VmId> present = new ArrayList<>(shop.engine().present());
        present.stream().filter(VmId::isPassing).forEach(id -> PassingVm.endLeftover(shop, id));
        present.removeIf(VmId::isPassing);
        shop.engine().origins().forgetAllBut(ids());
        adopt(present);
        // Where something is mended its worker says what the VM is then.
        present.stream()
                .filter(id -> halfDone.getOrDefault(id, List.of()).isEmpty())
                .forEach(this::tellAdopted);
        halfDone.forEach(this::hire);
        shop.engine().watch(this::ring);
    }

    private Set<VmId> ids() {
        Set<VmId> ids = new HashSet<>();
        shop.board().all().forEach(each -> ids.add(each.id()));
        return ids;
    }

    /**
     * What an earlier daemon started goes on as if nothing had been. All at once: a process that
     * does not answer keeps the daemon from its own first answer no longer than ten of them.
     */
    private void adopt(List<VmId> present) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            present.forEach(id -> threads.execute(() -> adopt(id)));
        }
    }

    private void adopt(VmId id) {
        try {
            shop.board().put(new Lookout(shop, this).glance(id));
        } catch (EngineException unseen) {
            shop.chronicle().log(unseen.problem().what());
        } catch (RuntimeException bug) {
            shop.chronicle().bug("VM " + id, bug);
        }
    }

    private void tellAdopted(VmId id) {
        Optional<Defined> defined = shop.board().find(id);
        Run run = shop.board().seen(id).observed().run();
        if (defined.isPresent() && run.machine().isPresent()) {
            String name = defined.get().name().text();
            String sentence =
                    "VM " + name + " is " + run.word() + " since before the daemon began.";
            shop.chronicle().tell("vm-adopted", name, sentence);
        }
    }

    /** Asks for something; refused at once where the VM is not there or too much waits for it. */
    public Task ask(VmName name, Request request, Caller caller) {
        Defined defined = shop.board().require(name);
        if (defined.id().isPassing()) {
            throw new ProblemException(RefusalText.of(new Refusal.IsDisposable(name)));
        }
        if (request instanceof Request.Change(var wanted, _, _)) {
            shop.board().reserve(wanted.name(), defined.id());
        }
        Worker worker = workers.get(defined.id());
        Task task = shop.tasks().begin(name.text(), request.action(), caller);
        Worker.Reception reception =
                worker == null ? Worker.Reception.VM_GONE : worker.offer(request, task);
        switch (reception) {
            case QUEUED -> {}
            case QUEUE_FULL ->
                    refuse(
                            task,
                            new Problem.Conflict(
                                    "too-many-requests",
                                    "VM "
                                            + name
                                            + " has "
                                            + QUEUED_REQUESTS
                                            + " requests waiting, which is the limit"
                                            + " queued-requests-per-vm.",
                                    "Wait for them, or cancel some."));
            case VM_GONE ->
                    refuse(
                            task,
                            new Problem.Missing(
                                    "no-such-vm",
                                    "There is no VM named " + name + ".",
                                    "See which there are: oxt vm list"));
        }
        if (reception != Worker.Reception.QUEUED
                && request instanceof Request.Change(var wanted, _, _)) {
            shop.board().release(wanted.name(), defined.id());
        }
        return task;
    }

    /** A Conflict where a VM has the name, or is about to. */
    public void requireFree(VmName name) {
        VmId nobody = new VmId(new UUID(0, 0));
        shop.board().reserve(name, nobody);
        shop.board().release(name, nobody);
    }

    public Task create(Vm vm, Caller caller) {
        return create(vm, new Request.Create(vm), caller);
    }

    /** With files that came with it. */
    Task create(Vm vm, CreatePlanner.Origin.Brought origin, Caller caller) {
        return create(vm, new Request.Import(vm, origin), caller);
    }

    private Task create(Vm vm, Request request, Caller caller) {
        shop.board().reserve(vm.name(), vm.id());
        Task task = shop.tasks().begin(vm.name().text(), request.action(), caller);
        Worker worker = new Worker(vm.id(), shop, this, List.of());
        worker.offer(request, task);
        workers.put(vm.id(), worker);
        worker.start();
        return task;
    }

    /** Tasks of a VM that wait or run. */
    public Set<Task> open(VmId id) {
        Worker worker = workers.get(id);
        return worker == null ? Set.of() : worker.open();
    }

    /** The VM needs a look; one that nobody defined is looked at as well, and left alone. */
    public void ring(VmId id) {
        Worker worker = workers.get(id);
        if (worker != null) {
            worker.ring();
        } else {
            Thread.ofVirtual().name("foreign vm " + id).start(() -> lookAtForeign(id));
        }
    }

    private void lookAtForeign(VmId id) {
        try {
            new Lookout(shop, this).look(id);
        } catch (EngineException unseen) {
            shop.chronicle().log(unseen.problem().what());
        } catch (ProblemException problem) {
            shop.chronicle().log(problem.problems().getFirst().what());
        }
    }

    /** Work that the daemon has found to be due by itself. */
    Task own(VmId id, Action action) {
        String name = shop.board().find(id).map(found -> found.name().text()).orElse(id.toString());
        return shop.tasks().begin(name, action, Caller.DAEMON);
    }

    /** Puts on the board what the store has of a VM now. */
    void refresh(VmId id) {
        Set<VmId> neighbours = shop.board().neighbours(id);
        long before = shop.board().find(id).map(Defined::generation).orElse(0L);
        shop.store().read(now -> define(id, now));
        long after = shop.board().find(id).map(Defined::generation).orElse(0L);
        if (before != after) {
            neighbours.addAll(shop.board().neighbours(id));
            neighbours.forEach(this::ring);
        }
    }

    void ended(VmId id) {
        workers.remove(id);
    }

    private int defineAll(Snapshot now) {
        List<StoredVm> all = now.vms().all();
        all.forEach(stored -> define(stored, now));
        return all.size();
    }

    private boolean define(VmId id, Snapshot now) {
        Optional<StoredVm> stored = now.vms().find(id);
        stored.ifPresentOrElse(vm -> define(vm, now), () -> shop.board().remove(id));
        return stored.isPresent();
    }

    private void define(StoredVm stored, Snapshot now) {
        Map<NicName, NicNumber> numbers = new HashMap<>();
        now.vms()
                .nicNumbers(stored.id())
                .forEach((nic, number) -> numbers.put(nic, new NicNumber(number)));
        try {
            shop.board().put(Defined.of(stored, numbers));
        } catch (ProblemException unreadable) {
            shop.chronicle()
                    .log(
                            "The document of VM "
                                    + stored.name()
                                    + " cannot be read, and the VM is left alone: "
                                    + unreadable.problems().getFirst().what());
        }
    }

    private void hire(VmId id, List<JournalledPlan> unfinished) {
        Worker worker = new Worker(id, shop, this, unfinished);
        workers.put(id, worker);
        worker.start();
    }

    private void refuse(Task task, Problem problem) {
        shop.chronicle().ended(task, TaskState.REFUSED, List.of(problem));
        task.end(TaskState.REFUSED, List.of(problem));
        shop.tasks().ended(task);
    }
}
