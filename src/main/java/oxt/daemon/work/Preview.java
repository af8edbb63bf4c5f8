package oxt.daemon.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.engine.EngineException;
import oxt.engine.files.HostFiles;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Measurements;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;
import oxt.plan.StartOrder;
import oxt.plan.StartPlanner;

/** What would be done for a request, were it made now; nothing is done, and nothing is kept. */
public final class Preview {
    private final Workshop shop;
    private final Planning planning;
    private final Measuring measuring;

    public Preview(Workshop shop) {
        this.shop = shop;
        this.planning = new Planning(shop.board());
        this.measuring = new Measuring(shop);
    }

    /** A {@link ProblemException} with every reason where the request would be refused. */
    public Plan of(VmId id, Request request) {
        if (request instanceof Request.Start && shop.board().find(id).isPresent()) {
            return start(shop.board().find(id).orElseThrow().vm());
        }
        Observed observed = observe(id);
        Measurements measured =
                measured(() -> measuring.of(id, request, observed, Measuring.UNTIL_READ));
        return plan(
                shop.ledger()
                        .ask(
                                Map.of(),
                                facts -> planning.plan(request, observed, facts.with(measured))));
    }

    /** With the plans of the driver domains that are started first. */
    private Plan start(Vm vm) {
        return switch (StartOrder.of(vm, shop.board().vms(), shop.board()::runs)) {
            case StartOrder.Answer.Refused(var reason) ->
                    throw new ProblemException(RefusalText.of(reason));
            case StartOrder.Answer.First(var first) -> {
                List<Plan> plans = plans(first, vm);
                yield plans.size() == 1
                        ? plans.getFirst()
                        : new Plan.InOrder("start " + vm.name() + " after what it needs", plans);
            }
        };
    }

    /** Of those that come first, as far as they can be started, and of the VM itself. */
    private List<Plan> plans(List<Vm> first, Vm vm) {
        Map<VmId, Plan> assumed = new LinkedHashMap<>();
        Map<VmName, List<Problem>> refused = new HashMap<>();
        Set<VmName> started = new HashSet<>();
        for (Vm each : first) {
            switch (start(each, assumed)) {
                case Planned.Ready(var plan) -> {
                    assumed.put(each.id(), plan);
                    started.add(each.name());
                }
                case Planned.Refused(var reasons) -> refused.put(each.name(), problems(reasons));
            }
        }
        List<Problem> problems =
                new ArrayList<>(
                        StartOrder.unmet(
                                vm,
                                name -> started.contains(name) || shop.board().runs(name),
                                refused));
        switch (start(vm, assumed)) {
            case Planned.Ready(var plan) -> assumed.put(vm.id(), plan);
            case Planned.Refused(var reasons) -> problems.addAll(problems(reasons));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return List.copyOf(assumed.values());
    }

    private Planned start(Vm vm, Map<VmId, Plan> assumed) {
        Observed observed = observe(vm.id());
        Measurements measured =
                measured(() -> measuring.demanded(vm, observed, Measuring.UNTIL_READ));
        return shop.ledger()
                .ask(assumed, facts -> StartPlanner.plan(vm, observed, facts.with(measured)));
    }

    private static Measurements measured(HostFiles.Looking<Measurements> looking) {
        try {
            return HostFiles.look(looking);
        } catch (EngineException unseen) {
            throw new ProblemException(unseen.problem(), unseen);
        }
    }

    private Observed observe(VmId id) {
        try {
            return shop.engine().observe(id);
        } catch (EngineException unseen) {
            throw new ProblemException(unseen.problem(), unseen);
        }
    }

    private static Plan plan(Planned planned) {
        return switch (planned) {
            case Planned.Ready(var plan) -> plan;
            case Planned.Refused(var reasons) -> throw new ProblemException(problems(reasons));
        };
    }

    private static List<Problem> problems(List<Refusal> reasons) {
        return reasons.stream().map(RefusalText::of).toList();
    }
}
