package oxt.daemon.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oxt.engine.EngineException;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.RefusalText;
import oxt.plan.StartOrder;
import oxt.plan.StartPlanner;

/** What would be done for a request, were it made now; nothing is done, and nothing is kept. */
public final class Preview {
    private final Workshop shop;
    private final Planning planning;

    public Preview(Workshop shop) {
        this.shop = shop;
        this.planning = new Planning(shop.board());
    }

    /** A {@link ProblemException} with every reason where the request would be refused. */
    public Plan of(VmId id, Request request) {
        if (request instanceof Request.Start && shop.board().find(id).isPresent()) {
            return start(shop.board().find(id).orElseThrow().vm());
        }
        Observed observed = observe(id);
        return plan(shop.ledger().ask(Map.of(), facts -> planning.plan(request, observed, facts)));
    }

    /** With the plans of the driver domains that are started first. */
    private Plan start(Vm vm) {
        return switch (StartOrder.of(vm, shop.board().vms(), shop.board()::runs)) {
            case StartOrder.Answer.Refused(var reason) ->
                    throw new ProblemException(RefusalText.of(reason));
            case StartOrder.Answer.First(var first) -> {
                List<Vm> all = new ArrayList<>(first);
                all.add(vm);
                List<Plan> plans = plans(all);
                yield first.isEmpty()
                        ? plans.getFirst()
                        : new Plan.InOrder("start " + vm.name() + " after what it needs", plans);
            }
        };
    }

    private List<Plan> plans(List<Vm> vms) {
        Map<VmId, Plan> assumed = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Vm each : vms) {
            Observed observed = observe(each.id());
            switch (shop.ledger().ask(assumed, facts -> StartPlanner.plan(each, observed, facts))) {
                case Planned.Ready(var plan) -> assumed.put(each.id(), plan);
                case Planned.Refused(var reasons) ->
                        reasons.forEach(reason -> problems.add(RefusalText.of(reason)));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return List.copyOf(assumed.values());
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
            case Planned.Refused(var reasons) ->
                    throw new ProblemException(reasons.stream().map(RefusalText::of).toList());
        };
    }
}
