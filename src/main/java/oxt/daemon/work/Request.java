package oxt.daemon.work;

import java.time.Duration;
import java.time.Instant;
import oxt.api.Action;
import oxt.model.Measured;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.plan.CreatePlanner;
import oxt.plan.SnapshotPlanner.IfItRuns;

/** What somebody wants done to one VM. */
public sealed interface Request {

    record Create(Vm vm) implements Request {}

    /** Create, with files that came with it. */
    record Import(Vm vm, CreatePlanner.Origin.Brought origin) implements Request {}

    /**
     * @param patience for the guest to let go of what it loses
     */
    record Change(Vm wanted, Basis basis, Duration patience) implements Request {}

    /**
     * A measured VM may begin from this, which whoever asks has seen; a VM that was none becomes
     * one.
     */
    record Accept(Measured.Against shown) implements Request {}

    record Remove(Basis basis) implements Request {}

    record Start() implements Request {}

    record Stop(Duration patience) implements Request {}

    record Kill() implements Request {}

    record Reboot(Duration patience) implements Request {}

    record Reset() implements Request {}

    record Pause() implements Request {}

    record Resume() implements Request {}

    record Save() implements Request {}

    /** Drops what was saved. */
    record Discard() implements Request {}

    /**
     * @param taken when it was asked for
     */
    record TakeSnapshot(SnapshotName name, Instant taken) implements Request {}

    record Revert(SnapshotName name, IfItRuns ifItRuns) implements Request {}

    record RemoveSnapshot(SnapshotName name) implements Request {}

    /** Which state of the document the request was made from. */
    sealed interface Basis {
        /** Whatever it is now. */
        record Latest() implements Basis {}

        record Generation(long number) implements Basis {}
    }

    default Action action() {
        return switch (this) {
            case Create _ -> Action.CREATE;
            case Import _ -> Action.IMPORT;
            case Change _ -> Action.CHANGE;
            case Accept _ -> Action.ACCEPT;
            case Remove _ -> Action.REMOVE;
            case Start _ -> Action.START;
            case Stop _ -> Action.STOP;
            case Kill _ -> Action.KILL;
            case Reboot _ -> Action.REBOOT;
            case Reset _ -> Action.RESET;
            case Pause _ -> Action.PAUSE;
            case Resume _ -> Action.RESUME;
            case Save _ -> Action.SAVE;
            case Discard _ -> Action.DISCARD;
            case TakeSnapshot _ -> Action.SNAPSHOT;
            case Revert _ -> Action.REVERT;
            case RemoveSnapshot _ -> Action.FORGET;
        };
    }
}
