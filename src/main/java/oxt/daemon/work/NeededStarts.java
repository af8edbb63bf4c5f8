package oxt.daemon.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;
import oxt.plan.StartOrder;
import oxt.store.Caller;

/**
 * Starts the driver domains that a VM needs and that are off: each by its own worker, as a task.
 */
final class NeededStarts {
    /** A driver domain's start is a start like others; three of them one after the other. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration BETWEEN_LOOKS_FOR_CANCEL = Duration.ofMillis(200);

    private final Workshop shop;
    private final Workers workers;

    /** Who waits for the starts. */
    interface Waiting {
        Caller caller();

        /** Nobody waits any more. */
        boolean isOver();

        /** Is told of each start when it is asked for. */
        void needs(Task start);
    }

    NeededStarts(Workshop shop, Workers workers) {
        this.shop = shop;
        this.workers = workers;
    }

    /** All reasons where one that the VM cannot do without does not run then. */
    List<Problem> begin(Vm vm, Waiting waiting) throws InterruptedException {
        return switch (StartOrder.of(vm, shop.board().vms(), shop.board()::runs)) {
            case StartOrder.Answer.Refused(var reason) -> List.of(RefusalText.of(reason));
            case StartOrder.Answer.First(var first) -> {
                Map<VmName, List<Problem>> problems = new HashMap<>();
                for (Vm needed : first) {
                    if (!waiting.isOver()) {
                        problems.put(needed.name(), begin(vm.name(), needed, waiting));
                    }
                }
                yield StartOrder.unmet(vm, shop.board()::runs, problems);
            }
        };
    }

    private List<Problem> begin(VmName vm, Vm needed, Waiting waiting) throws InterruptedException {
        Task start = workers.ask(needed.name(), new Request.Start(), waiting.caller());
        waiting.needs(start);
        long end = System.nanoTime() + PATIENCE.toNanos();
        Task.Progress progress = start.progress();
        while (!progress.state().isEnded() && System.nanoTime() < end) {
            if (waiting.isOver()) {
                start.cancel();
            }
            progress = start.awaitEnd(BETWEEN_LOOKS_FOR_CANCEL);
        }
        if (shop.board().runs(needed.name())) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        problems.add(RefusalText.of(new Refusal.DriverDomainDidNotStart(vm, needed.name())));
        problems.addAll(progress.problems());
        return problems;
    }
}
