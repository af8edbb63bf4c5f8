package oxt.daemon.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import oxt.api.Action;
import oxt.api.TaskState;
import oxt.engine.EngineException;
import oxt.model.Measured;
import oxt.model.Nic;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Measurements;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.RefusalText;
import oxt.plan.Run;
import oxt.plan.Step;
import oxt.store.Caller;
import oxt.store.StoredVm;
import oxt.store.Transaction;

/** Does what was asked for of one VM: looks, plans, carries out. */
final class Undertaking {
    private final VmId id;
    private final Workshop shop;
    private final NeededStarts neededStarts;
    private final Planning planning;
    private final Lookout lookout;

    Undertaking(VmId id, Workshop shop, Workers workers) {
        this.id = id;
        this.shop = shop;
        this.neededStarts = new NeededStarts(shop, workers);
        this.planning = new Planning(shop.board());
        this.lookout = new Lookout(shop, workers);
    }

    /** How it ended; the task itself is ended by the worker, when it has looked. */
    Execution.Ended run(Request request, Task task) throws EngineException, InterruptedException {
        if (task.cancellation().isAsked()) {
            return new Execution.Ended(TaskState.CANCELLED, List.of());
        }
        if (request instanceof Request.Start) {
            List<Problem> unmet = startDriverDomains(task);
            if (!unmet.isEmpty()) {
                return new Execution.Ended(TaskState.REFUSED, unmet);
            }
        }
        Seen before = lookout.look(id);
        Optional<Measurements> measured = measured(request, before, task);
        if (measured.isEmpty()) {
            return new Execution.Ended(TaskState.CANCELLED, List.of());
        }
        // What is there may have become another while large files were read.
        boolean wasRead = !measured.get().equals(Measurements.NONE);
        Seen seen = wasRead ? lookout.look(id) : before;
        Planned planned =
                shop.ledger()
                        .plan(
                                id,
                                facts ->
                                        planning.plan(
                                                request,
                                                seen.observed(),
                                                facts.with(measured.get())));
        return switch (planned) {
            case Planned.Refused(var reasons) ->
                    new Execution.Ended(
                            TaskState.REFUSED, reasons.stream().map(RefusalText::of).toList());
            case Planned.Ready(var plan) -> {
                if (request instanceof Request.Create || request instanceof Request.Import) {
                    shop.numbering().begin(id);
                }
                List<Execution.Stage> stages = stages(request, plan, task);
                Execution.Ended ended = shop.execution().run(task, id, whole(plan, stages), stages);
                if (ended.state() == TaskState.DONE) {
                    goneOn(request, seen.observed().run()).ifPresent(StoodStill::setClock);
                }
                yield ended;
            }
        };
    }

    /** Nothing where nobody waits for it any more. */
    private Optional<Measurements> measured(Request request, Seen seen, Task task)
            throws EngineException {
        try {
            return Optional.of(
                    new Measuring(shop)
                            .of(id, request, seen.observed(), new MeasuringProgress(task)));
        } catch (InterruptedException over) {
            return Optional.empty();
        }
    }

    private Optional<StoodStill> goneOn(Request request, Run before) {
        return switch (request) {
            case Request.Start _, Request.Resume _ ->
                    switch (before) {
                        case Run.Paused(var vm) -> Optional.of(new StoodStill(shop, vm));
                        case Run.Saved(var vm, _) -> Optional.of(new StoodStill(shop, vm));
                        case Run.Off _, Run.Created _, Run.Running _, Run.Unreachable _ ->
                                Optional.empty();
                    };
            case Request.Create _,
                    Request.Import _,
                    Request.Change _,
                    Request.Accept _,
                    Request.Remove _,
                    Request.Stop _,
                    Request.Kill _,
                    Request.Reboot _,
                    Request.Reset _,
                    Request.Pause _,
                    Request.Save _,
                    Request.Discard _,
                    Request.TakeSnapshot _,
                    Request.Revert _,
                    Request.RemoveSnapshot _ ->
                    Optional.empty();
        };
    }

    /** All reasons where one is not running then. */
    private List<Problem> startDriverDomains(Task task) throws InterruptedException {
        Optional<Vm> vm = shop.board().find(id).map(Defined::vm);
        // Of one that is gone planning says so.
        return vm.isEmpty() ? List.of() : neededStarts.begin(vm.get(), new Starting(task));
    }

    /** A start that waits for others. */
    private record Starting(Task task) implements NeededStarts.Waiting {
        @Override
        public Caller caller() {
            return task.caller();
        }

        @Override
        public boolean isOver() {
            return task.cancellation().isAsked();
        }

        @Override
        public void needs(Task start) {
            task.needs(start);
        }
    }

    private List<Execution.Stage> stages(Request request, Plan plan, Task task) {
        return switch (request) {
            case Request.Create(var vm) ->
                    List.of(new Execution.Stage(plan, change -> create(change, vm)));
            case Request.Import(var vm, _) ->
                    List.of(new Execution.Stage(plan, change -> create(change, vm)));
            case Request.Accept(var shown) ->
                    List.of(
                            new Execution.Stage(
                                    plan, change -> accept(change, shown, task.caller())));
            case Request.Remove _ -> List.of(new Execution.Stage(plan, this::remove));
            case Request.Change(var wanted, _, _) -> changing(plan, wanted);
            case Request.Start _,
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
                    Request.RemoveSnapshot _ ->
                    List.of(new Execution.Stage(plan));
        };
    }

    private List<Execution.Stage> changing(Plan plan, Vm wanted) {
        List<Execution.Stage> stages = new ArrayList<>();
        stages.add(
                new Execution.Stage(
                        Plan.of(plan.title(), keeping(plan)), change -> change(change, wanted)));
        if (!removing(plan).isEmpty()) {
            // Nothing is thrown away before the new document is safe.
            stages.add(new Execution.Stage(Plan.of("remove what is not wanted", removing(plan))));
        }
        return stages;
    }

    /** The plan as it is shown: its steps in the order in which they are done. */
    private static Plan whole(Plan plan, List<Execution.Stage> stages) {
        if (stages.size() == 1) {
            return stages.getFirst().plan();
        }
        List<Step> steps = new ArrayList<>();
        stages.forEach(stage -> steps.addAll(stage.plan().steps()));
        return Plan.of(plan.title(), steps);
    }

    private static List<Step> keeping(Plan plan) {
        return plan.steps().stream().filter(step -> !isThrowingAway(step)).toList();
    }

    private static List<Step> removing(Plan plan) {
        return plan.steps().stream().filter(Undertaking::isThrowingAway).toList();
    }

    /** With its link a NIC that the change took out can be put back. */
    private static boolean isThrowingAway(Step step) {
        return step instanceof Step.RemoveDisk
                || step instanceof Step.RemoveOverlay
                || step instanceof Step.UnplugLink;
    }

    private void create(Transaction change, Vm vm) {
        int number = shop.numbering().number(id);
        StoredVm stored = change.vms().add(id, vm.name(), number, Defined.document(vm));
        number(change, vm);
        shop.chronicle().changed(change, Action.CREATE, vm.name(), stored.generation());
    }

    private void change(Transaction change, Vm wanted) {
        StoredVm stored =
                change.vms()
                        .change(id, generation(change), wanted.name(), Defined.document(wanted));
        number(change, wanted);
        shop.chronicle().changed(change, Action.CHANGE, wanted.name(), stored.generation());
    }

    private void accept(Transaction change, Measured.Against shown, Caller caller) {
        Vm before = shop.board().find(id).orElseThrow().vm();
        change(change, before.with(shown));
        shop.chronicle().accepted(change, caller, before, shown);
    }

    private void remove(Transaction change) {
        StoredVm gone = change.vms().remove(id, generation(change));
        shop.chronicle().changed(change, Action.REMOVE, gone.name(), gone.generation());
    }

    private void number(Transaction change, Vm vm) {
        change.vms().numberNics(id, new TreeSet<>(vm.nics().stream().map(Nic::name).toList()));
    }

    /** Only this VM's worker changes it, so it is that of the plan. */
    private long generation(Transaction change) {
        return change.now()
                .vms()
                .find(id)
                .map(StoredVm::generation)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Problem.Bug.of("VM " + id + " vanished from the store.")));
    }
}
