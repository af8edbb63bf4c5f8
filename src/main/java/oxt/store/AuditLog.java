package oxt.store;

import java.util.List;

/** Who changed what, as a chain of hashes: an entry cannot be altered without all later ones. */
public final class AuditLog {
    private static final String SELECT =
            "SELECT sequence, instant, user_id, user_name, what, object, detail, outcome,"
                    + " previous, hash FROM audit";

    private final Sql sql;

    AuditLog(Sql sql) {
        this.sql = sql;
    }

    public AuditAnchor head() {
        return sql.call("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")
                .first(row -> new AuditAnchor(row.number(1), AuditHash.of(row.bytes(2))))
                .orElse(AuditAnchor.START);
    }

    /** The records that follow a sequence number, the oldest first. */
    public List<AuditRecord> after(long sequence, int most) {
        return sql.call(SELECT + " WHERE sequence > ? ORDER BY sequence LIMIT ?")
                .number(sequence)
                .number(most)
                .all(AuditLog::read);
    }

    /** The newest records, the newest first. */
    public List<AuditRecord> newest(int most) {
        return sql.call(SELECT + " ORDER BY sequence DESC LIMIT ?")
                .number(most)
                .all(AuditLog::read);
    }

    /** Goes through the whole chain, one entry in memory at a time. */
    public AuditVerdict verify() {
        return verify(AuditAnchor.START);
    }

    /** As {@link #verify()}, and holds the chain against a head that it had once. */
    public AuditVerdict verify(AuditAnchor anchor) {
        AuditCheck check = new AuditCheck(anchor);
        sql.call(SELECT + " ORDER BY sequence").whilst(row -> check.passes(read(row)));
        return check.verdict();
    }

    private static AuditRecord read(Row row) {
        return new AuditRecord(
                row.number(1),
                row.instant(2),
                new AuditEntry(
                        new Caller(row.number(3), row.text(4)),
                        row.text(5),
                        row.text(6),
                        row.text(7),
                        row.text(8)),
                AuditHash.of(row.bytes(9)),
                AuditHash.of(row.bytes(10)));
    }
}
