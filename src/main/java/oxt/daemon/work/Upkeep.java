package oxt.daemon.work;

import java.util.Optional;
import oxt.api.Action;
import oxt.engine.EngineException;
import oxt.model.VmId;
import oxt.plan.LinkPlanner;
import oxt.plan.NetworkPlanner;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.RefusalText;
import oxt.plan.Run;
import oxt.plan.TidyPlanner;

/** What the daemon does by itself for a VM, because the world moved. */
final class Upkeep {
    private final VmId id;
    private final Workshop shop;

    /** Work that is due. */
    record Due(Action action, Plan plan) {}

    Upkeep(VmId id, Workshop shop) {
        this.id = id;
        this.shop = shop;
    }

    /** Nothing where all is as it should be; else what comes first. */
    Optional<Due> due(Seen seen) throws EngineException {
        Optional<Defined> found = shop.board().find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Defined defined = found.get();
        return switch (seen.observed().run()) {
            case Run.Off _, Run.Saved _ -> tidy(defined, seen);
            case Run.Running _ -> {
                Optional<Due> relink = relink(defined, seen);
                yield relink.isPresent() ? relink : serve(defined, seen);
            }
            // A save or a start was broken off; what is saved is what the machine is.
            case Run.Paused _ ->
                    seen.observed().isSaved() ? tidy(defined, seen) : relink(defined, seen);
            case Run.Created _ ->
                    seen.observed().isSaved() ? tidy(defined, seen) : Optional.empty();
            case Run.Unreachable _ -> Optional.empty();
        };
    }

    /** What was found of a VM that is tidied up, after its name. */
    static String sentence(Seen seen) {
        return seen.observed().isSaved()
                ? " is saved, and something of its run was left. That is cleared away."
                : " ended by itself: its guest shut down, or its process died."
                        + " What its run held is cleared away.";
    }

    private static Optional<Due> tidy(Defined defined, Seen seen) {
        return due(Action.TIDY, TidyPlanner.plan(defined.vm(), seen.observed()));
    }

    private Optional<Due> relink(Defined defined, Seen seen) {
        if (defined.vm().nics().isEmpty()) {
            return Optional.empty();
        }
        Planned planned =
                shop.ledger()
                        .plan(
                                id,
                                facts ->
                                        LinkPlanner.plan(
                                                defined.vm(),
                                                seen.observed(),
                                                facts,
                                                seen.carriers()));
        return switch (planned) {
            case Planned.Ready(var plan) -> due(Action.RELINK, plan);
            // The document was taken with a driver domain that has since gone; it is shown.
            case Planned.Refused(var reasons) -> {
                shop.board().mark(id, RefusalText.of(reasons.getFirst()));
                yield Optional.empty();
            }
        };
    }

    private Optional<Due> serve(Defined defined, Seen seen) throws EngineException {
        return switch (defined.vm().role()) {
            case USER, STORAGE -> Optional.empty();
            case NETWORK -> {
                NetworkPlanner.Applied applied = shop.engine().views().network(id);
                yield due(
                        Action.SERVE,
                        NetworkPlanner.plan(
                                defined.vm(),
                                seen.observed(),
                                Explaining.situation(shop.board()).config(defined.vm()),
                                applied));
            }
        };
    }

    private static Optional<Due> due(Action action, Plan plan) {
        return plan.steps().isEmpty() ? Optional.empty() : Optional.of(new Due(action, plan));
    }
}
