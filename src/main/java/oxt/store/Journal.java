package oxt.store;

import java.util.List;
import java.util.Optional;
import oxt.model.VmId;

/** What was begun and how it ended; after a crash it says what may be half done. */
public final class Journal {
    private static final String SELECT =
            "SELECT id, vm, kind, plan, user_id, user_name, begun, ended, outcome, detail"
                    + " FROM plans";

    private final Sql sql;

    Journal(Sql sql) {
        this.sql = sql;
    }

    /** The plans that were begun and did not end, the oldest first. */
    public List<JournalledPlan> unfinished() {
        return sql.call(SELECT + " WHERE outcome IS NULL ORDER BY id").all(this::read);
    }

    public Optional<JournalledPlan> find(PlanId plan) {
        return sql.call(SELECT + " WHERE id = ?").number(plan.number()).first(this::read);
    }

    /** The newest plans of a VM, the newest first. */
    public List<JournalledPlan> newest(VmId vm, int most) {
        return sql.call(SELECT + " WHERE vm = ? ORDER BY id DESC LIMIT ?")
                .text(vm.toString())
                .number(most)
                .all(this::read);
    }

    private JournalledPlan read(Row row) {
        PlanId id = new PlanId(row.number(1));
        return new JournalledPlan(
                id,
                row.vmId(2),
                row.text(3),
                row.text(4),
                new Caller(row.number(5), row.text(6)),
                row.instant(7),
                state(row),
                steps(id));
    }

    private static JournalledPlan.State state(Row row) {
        return row.maybeText(9).isEmpty()
                ? new JournalledPlan.State.Running()
                : new JournalledPlan.State.Ended(
                        row.instant(8), row.text(9, PlanOutcome::parse), row.text(10));
    }

    private List<JournalledStep> steps(PlanId plan) {
        return sql.call(
                        "SELECT position, step, state, begun, changed FROM steps WHERE plan = ?"
                                + " ORDER BY position")
                .number(plan.number())
                .all(
                        row ->
                                new JournalledStep(
                                        new StepId(plan, row.small(1)),
                                        row.text(2),
                                        row.text(3, StepState::parse),
                                        row.instant(4),
                                        row.instant(5)));
    }
}
