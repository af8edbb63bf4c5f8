package oxt.daemon.work;

import java.util.Map;
import java.util.Set;
import oxt.engine.EngineException;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.Observed;
import oxt.plan.Run;

/** Looks at VMs, tells everyone what there is to see, and rings those whom it concerns. */
final class Lookout {
    private final Workshop shop;
    private final Workers workers;

    Lookout(Workshop shop, Workers workers) {
        this.shop = shop;
        this.workers = workers;
    }

    /** What there is; nobody is told. */
    Seen glance(VmId id) throws EngineException {
        Observed observed = shop.engine().observe(id);
        boolean hasCables =
                switch (observed.run()) {
                    case Run.Off _, Run.Saved _, Run.Unreachable _ -> false;
                    case Run.Created _, Run.Running _, Run.Paused _ -> true;
                };
        return new Seen(observed, hasCables ? shop.engine().carriers(id) : Map.of());
    }

    Seen look(VmId id) throws EngineException {
        return shop.board().looks().take(id, () -> lookInTurn(id));
    }

    private Seen lookInTurn(VmId id) throws EngineException {
        Board board = shop.board();
        Seen before = board.seen(id);
        Seen now = glance(id);
        Observed observed = now.observed();
        String was = before.observed().run().word();
        String is = observed.run().word();
        boolean moved =
                !before.observed().held(Held.Link.class).equals(observed.held(Held.Link.class));
        if (was.equals(is) && !moved) {
            board.put(now);
        } else {
            // Those whom it was linked with as well as those whom it is linked with now.
            Set<VmId> neighbours = board.neighbours(id);
            board.put(now);
            neighbours.addAll(board.neighbours(id));
            neighbours.forEach(workers::ring);
        }
        if (board.find(id).isEmpty() && observed.held().isEmpty()) {
            board.forget(id);
        }
        if (!was.equals(is)) {
            board.find(id).ifPresent(vm -> shop.chronicle().state(vm.name(), was, is));
        }
        return now;
    }
}
