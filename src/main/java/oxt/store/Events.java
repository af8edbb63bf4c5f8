package oxt.store;

import java.util.List;

/** The last events; a watcher who comes back says which it saw last. */
public final class Events {
    private final Sql sql;

    Events(Sql sql) {
        this.sql = sql;
    }

    /** The number of the newest event ever, 0 where there was none yet. */
    public long newest() {
        return sql.call("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
                .first(row -> row.number(1))
                .orElse(0L);
    }

    /** What happened after an event, at most so many. */
    public Resumed after(long sequence, int most) {
        long newest = newest();
        if (sequence > newest || sequence < oldest(newest) - 1) {
            return new Resumed.Gone(newest);
        }
        List<StoredEvent> missed =
                sql.call(
                                "SELECT sequence, instant, kind, object, detail FROM events"
                                        + " WHERE sequence > ? ORDER BY sequence LIMIT ?")
                        .number(sequence)
                        .number(most)
                        .all(Events::read);
        return new Resumed.Missed(missed);
    }

    private long oldest(long newest) {
        return sql.call("SELECT sequence FROM events ORDER BY sequence LIMIT 1")
                .first(row -> row.number(1))
                .orElse(newest + 1);
    }

    private static StoredEvent read(Row row) {
        return new StoredEvent(
                row.number(1), row.instant(2), new NewEvent(row.text(3), row.text(4), row.text(5)));
    }
}
