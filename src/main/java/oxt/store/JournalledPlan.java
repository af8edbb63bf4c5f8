package oxt.store;

import java.time.Instant;
import java.util.List;
import oxt.model.VmId;

/** A plan as the journal has it, with the steps that were begun, in the plan's order. */
public record JournalledPlan(
        PlanId id,
        VmId vm,
        String kind,
        String plan,
        Caller caller,
        Instant begun,
        State state,
        List<JournalledStep> steps) {

    /** Whether it ended, and how. */
    public sealed interface State {
        record Running() implements State {}

        record Ended(Instant ended, PlanOutcome outcome, String detail) implements State {}
    }

    public JournalledPlan {
        steps = List.copyOf(steps);
    }
}
