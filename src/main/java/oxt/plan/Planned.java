package oxt.plan;

import java.util.List;

/** A planner's answer. */
public sealed interface Planned {

    record Ready(Plan plan) implements Planned {}

    /** Every reason, at least one. */
    record Refused(List<Refusal> reasons) implements Planned {
        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("refused without a reason");
            }
        }
    }

    /** Refused where there are reasons, otherwise ready. */
    static Planned of(List<Refusal> reasons, Plan plan) {
        return reasons.isEmpty() ? new Ready(plan) : new Refused(reasons);
    }
}
