package oxt.store;

import java.time.Instant;

/** Records what is about to happen and what happened, within one transaction. */
public final class JournalChanges {
    /** So many ended plans stay; one is some 3 kB, so all together some 30 MB. */
    public static final int ENDED_PLANS_KEPT = 10_000;

    private final Sql sql;
    private final Instant instant;

    JournalChanges(Sql sql, Instant instant) {
        this.sql = sql;
        this.instant = instant;
    }

    public PlanId begin(NewPlan plan) {
        return sql.call(
                        "INSERT INTO plans (vm, kind, plan, user_id, user_name, begun)"
                                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING id")
                .text(plan.vm().toString())
                .text(plan.kind())
                .text(plan.plan())
                .number(plan.caller().userId())
                .text(plan.caller().userName())
                .instant(instant)
                .first(row -> new PlanId(row.number(1)))
                .orElseThrow();
    }

    /**
     * Writes how far a step is; BEGUN is to be written before the step is performed, because a
     * daemon that is killed may leave it half happened.
     */
    public void write(StepId id, String step, StepState state) {
        sql.call(
                        "INSERT INTO steps (plan, position, step, state, begun, changed)"
                                + " VALUES (?1, ?2, ?3, ?4, ?5, ?5)"
                                + " ON CONFLICT (plan, position)"
                                + " DO UPDATE SET state = ?4, changed = ?5")
                .number(id.plan().number())
                .number(id.position())
                .text(step)
                .text(state.text())
                .instant(instant)
                .run();
    }

    /** Ends a plan and lets go of the oldest ended ones beyond the bound. */
    public void end(PlanId plan, PlanOutcome outcome, String detail) {
        int changed =
                sql.call("UPDATE plans SET ended = ?, outcome = ?, detail = ? WHERE id = ?")
                        .instant(instant)
                        .text(outcome.text())
                        .text(detail)
                        .number(plan.number())
                        .run();
        if (changed == 0) {
            throw new IllegalArgumentException("no such plan in the journal: " + plan);
        }
        prune(ENDED_PLANS_KEPT);
    }

    /** Lets go of ended plans that are not among the last so many numbers; needs no counting. */
    void prune(int kept) {
        sql.call(
                        "DELETE FROM plans WHERE outcome IS NOT NULL AND id <="
                                + " (SELECT seq FROM sqlite_sequence WHERE name = 'plans') - ?")
                .number(kept)
                .run();
    }
}
