package oxt.daemon.work;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import oxt.engine.EngineException;
import oxt.engine.Parts;
import oxt.model.MeasuredPart;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Measurement;
import oxt.plan.Measurements;
import oxt.plan.Observed;
import oxt.plan.Run;

/** What a plan has to know of the files that a VM begins from, taken before it is made. */
final class Measuring {
    /** Waits to the end, and shows nothing meanwhile. */
    static final Parts.Watch UNTIL_READ =
            new Parts.Watch() {
                @Override
                public void read(MeasuredPart part, long bytes, long all) {}

                @Override
                public boolean isOver() {
                    return Thread.currentThread().isInterrupted();
                }
            };

    private final Workshop shop;

    Measuring(Workshop shop) {
        this.shop = shop;
    }

    /** Nothing where the request asks for nothing that is measured. */
    Measurements of(VmId id, Request request, Observed observed, Parts.Watch watch)
            throws EngineException, InterruptedException {
        Optional<Vm> document = shop.board().find(id).map(Defined::vm);
        if (document.isEmpty()) {
            return Measurements.NONE;
        }
        Vm vm = document.get();
        return switch (request) {
            case Request.Accept _ -> taken(vm, observed, watch);
            case Request.Start _, Request.Reboot _, Request.Reset _ ->
                    demanded(vm, observed, watch);
            case Request.Change(var wanted, _, _) ->
                    observed.isWithoutMachine()
                            ? Measurements.NONE
                            : demanded(wanted, observed, watch);
            case Request.Create _,
                    Request.Import _,
                    Request.Remove _,
                    Request.Stop _,
                    Request.Kill _,
                    Request.Pause _,
                    Request.Resume _,
                    Request.Save _,
                    Request.Discard _,
                    Request.TakeSnapshot _,
                    Request.Revert _,
                    Request.RemoveSnapshot _ ->
                    Measurements.NONE;
        };
    }

    /** Of a start, where it is a measured VM's. */
    Measurements demanded(Vm vm, Observed observed, Parts.Watch watch)
            throws EngineException, InterruptedException {
        return vm.measured().isDemanded() ? taken(vm, observed, watch) : Measurements.NONE;
    }

    /** What the next start would begin from. */
    SortedMap<MeasuredPart, Measurement> look(Vm vm, Observed observed, Parts.Watch watch)
            throws EngineException, InterruptedException {
        Vm next = observed.run() instanceof Run.Saved(var launched, _) ? launched : vm;
        return shop.engine().parts().measure(next, watch);
    }

    private Measurements taken(Vm vm, Observed observed, Parts.Watch watch)
            throws EngineException, InterruptedException {
        return new Measurements(Map.of(vm.id(), look(vm, observed, watch)));
    }
}
