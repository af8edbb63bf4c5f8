package oxt.daemon.work;

import java.time.Duration;
import java.util.List;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.ChangePlanner;
import oxt.plan.CreatePlanner;
import oxt.plan.DiscardPlanner;
import oxt.plan.Facts;
import oxt.plan.MeasuredPlanner;
import oxt.plan.Observed;
import oxt.plan.Planned;
import oxt.plan.Refusal;
import oxt.plan.RemovePlanner;
import oxt.plan.RunPlanner;
import oxt.plan.SavePlanner;
import oxt.plan.SnapshotPlanner;
import oxt.plan.StartPlanner;
import oxt.plan.StopPlanner;

/** Which planner answers which request. */
final class Planning {
    private final Board board;

    Planning(Board board) {
        this.board = board;
    }

    /** A {@link ProblemException} where the request was made from what is no more. */
    Planned plan(Request request, Observed observed, Facts facts) {
        return switch (request) {
            case Request.Create(var vm) -> CreatePlanner.plan(vm, observed, facts);
            case Request.Import(var vm, var origin) ->
                    CreatePlanner.plan(vm, observed, facts, origin);
            case Request.Change(var wanted, var basis, var patience) ->
                    change(current(observed, basis), wanted, observed, facts, patience);
            case Request.Remove(var basis) -> {
                Vm vm = current(observed, basis);
                yield RemovePlanner.plan(vm, observed, board.clients(vm.name()));
            }
            case Request.Accept(var shown) ->
                    MeasuredPlanner.accept(latest(observed), shown, facts);
            case Request.Start _ -> StartPlanner.plan(latest(observed), observed, facts);
            case Request.Stop(var patience) ->
                    StopPlanner.orderly(latest(observed), observed, patience);
            case Request.Kill _ -> StopPlanner.kill(latest(observed), observed);
            case Request.Reboot(var patience) ->
                    RunPlanner.reboot(latest(observed), observed, facts, patience);
            case Request.Reset _ -> RunPlanner.reset(latest(observed), observed, facts);
            case Request.Pause _ -> RunPlanner.pause(latest(observed), observed);
            case Request.Resume _ -> RunPlanner.resume(latest(observed), observed);
            case Request.Save _ -> SavePlanner.plan(latest(observed), observed, facts);
            case Request.Discard _ -> DiscardPlanner.plan(latest(observed), observed);
            case Request.TakeSnapshot(var name, var taken) ->
                    SnapshotPlanner.take(latest(observed), name, taken, observed, facts);
            case Request.Revert(var name, var ifItRuns) ->
                    SnapshotPlanner.revert(latest(observed), name, ifItRuns, observed);
            case Request.RemoveSnapshot(var name) ->
                    SnapshotPlanner.remove(latest(observed), name, observed);
        };
    }

    /**
     * Clients know their driver domain by its name, so it cannot have another, nor another role.
     */
    private Planned change(
            Vm before, Vm wanted, Observed observed, Facts facts, Duration patience) {
        List<VmName> clients = board.clients(before.name());
        boolean same = before.name().equals(wanted.name()) && before.role().equals(wanted.role());
        if (!same && !clients.isEmpty()) {
            return new Planned.Refused(List.of(new Refusal.HasClients(before.name(), clients)));
        }
        return ChangePlanner.plan(before, wanted, observed, facts, patience);
    }

    private Vm latest(Observed observed) {
        return current(observed, new Request.Basis.Latest());
    }

    private Vm current(Observed observed, Request.Basis basis) {
        Defined defined = board.find(observed.vm()).orElseThrow(() -> gone(observed));
        if (basis instanceof Request.Basis.Generation(var number)
                && number != defined.generation()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "vm-changed-meanwhile",
                            "VM "
                                    + defined.name()
                                    + " is at generation "
                                    + defined.generation()
                                    + ", and this change was made from "
                                    + number
                                    + ".",
                            "Look at the VM again, then make the change to what it is now."));
        }
        return defined.vm();
    }

    private static ProblemException gone(Observed observed) {
        return new ProblemException(
                new Problem.Missing(
                        "no-such-vm",
                        "The VM of id " + observed.vm() + " is gone.",
                        "See which there are: oxt vm list"));
    }
}
