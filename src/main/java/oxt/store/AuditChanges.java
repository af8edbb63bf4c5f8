package oxt.store;

import java.time.Instant;

/** Adds to the audit log, within the transaction of the change that the entry tells of. */
public final class AuditChanges {
    private final Sql sql;
    private final Instant instant;

    AuditChanges(Sql sql, Instant instant) {
        this.sql = sql;
        this.instant = instant;
    }

    public AuditRecord append(AuditEntry entry) {
        AuditRecord next = AuditRecord.next(new AuditLog(sql).head(), instant, entry);
        sql.call(
                        "INSERT INTO audit (sequence, instant, user_id, user_name, what, object,"
                                + " detail, outcome, previous, hash)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .number(next.sequence())
                .instant(instant)
                .number(entry.who().userId())
                .text(entry.who().userName())
                .text(entry.what())
                .text(entry.object())
                .text(entry.detail())
                .text(entry.outcome())
                .bytes(next.previous().bytes())
                .bytes(next.hash().bytes())
                .run();
        return next;
    }
}
