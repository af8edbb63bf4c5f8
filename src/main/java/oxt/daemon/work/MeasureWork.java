package oxt.daemon.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.api.Action;
import oxt.api.MeasurementReply;
import oxt.engine.EngineException;
import oxt.engine.Parts;
import oxt.host.Deadline;
import oxt.model.MeasuredPart;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.plan.MeasuredPlanner;
import oxt.plan.Observed;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;
import oxt.store.Caller;

/** Reads what VMs would begin from, for whoever wants to know; no VM waits for it. */
public final class MeasureWork {
    private final Workshop shop;
    private final Measuring measuring;
    private final Errands errands;

    public MeasureWork(Workshop shop) {
        this.shop = shop;
        this.measuring = new Measuring(shop);
        this.errands = new Errands(shop);
    }

    /** So that {@link #now} has the answer. */
    public Task begin(Defined defined, Caller caller) {
        requireLasting(defined);
        Task task = shop.tasks().begin(defined.name().text(), Action.MEASURE, caller);
        errands.begin(
                task,
                doing -> {
                    var _ = look(defined, new MeasuringProgress(doing));
                });
        return task;
    }

    /** What was read before is known at once; the rest is read. */
    public MeasurementReply now(Defined defined) throws InterruptedException {
        requireLasting(defined);
        return look(defined, Measuring.UNTIL_READ);
    }

    /**
     * What a person should know of measured VMs before they start them.
     *
     * @param patience for all files that were not read yet
     */
    public List<Problem> concerns(Duration patience) {
        List<Problem> concerns = new ArrayList<>();
        Deadline deadline = Deadline.after(patience);
        for (Defined defined : shop.board().all()) {
            Observed observed = shop.board().seen(defined.id()).observed();
            if (defined.vm().measured().isDemanded() && observed.isWithoutMachine()) {
                concerns.addAll(concerns(defined.vm(), observed, deadline));
            }
        }
        return concerns;
    }

    private List<Problem> concerns(Vm vm, Observed observed, Deadline deadline) {
        try {
            return MeasuredPlanner.unmet(vm, measuring.look(vm, observed, until(deadline))).stream()
                    .map(RefusalText::of)
                    .toList();
        } catch (EngineException unseen) {
            return List.of(unseen.problem());
        } catch (InterruptedException late) {
            return List.of(
                    new Problem.Conflict(
                            "not-read-yet",
                            "What measured VM "
                                    + vm.name()
                                    + " starts from was not read yet since this machine was"
                                    + " started, and takes some time.",
                            "Run: oxt vm measure " + vm.name()));
        }
    }

    private static Parts.Watch until(Deadline deadline) {
        return new Parts.Watch() {
            @Override
            public void read(MeasuredPart part, long bytes, long all) {}

            @Override
            public boolean isOver() {
                return deadline.isOver();
            }
        };
    }

    private MeasurementReply look(Defined defined, Parts.Watch watch) throws InterruptedException {
        try {
            Observed observed = shop.engine().observe(defined.id());
            return MeasurementReply.of(
                    defined.vm(), observed, measuring.look(defined.vm(), observed, watch));
        } catch (EngineException unseen) {
            throw new ProblemException(unseen.problem(), unseen);
        }
    }

    private static void requireLasting(Defined defined) {
        if (defined.id().isPassing()) {
            throw new ProblemException(RefusalText.of(new Refusal.IsDisposable(defined.name())));
        }
    }
}
