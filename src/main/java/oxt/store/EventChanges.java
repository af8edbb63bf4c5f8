package oxt.store;

import java.time.Instant;
import java.util.List;

/** Publishes events with the transaction: watchers see them when they are on the disk. */
public final class EventChanges {
    /** So many of the last events stay; one is some 200 bytes, so all together some 2 MB. */
    public static final int EVENTS_KEPT = 10_000;

    /** The oldest go in lots of so many, which costs less than one by one. */
    private static final int LOT = 100;

    private final Sql sql;
    private final Instant instant;
    private final List<StoredEvent> published;

    EventChanges(Sql sql, Instant instant, List<StoredEvent> published) {
        this.sql = sql;
        this.instant = instant;
        this.published = published;
    }

    public StoredEvent publish(NewEvent event) {
        long sequence =
                sql.call(
                                "INSERT INTO events (instant, kind, object, detail)"
                                        + " VALUES (?, ?, ?, ?) RETURNING sequence")
                        .instant(instant)
                        .text(event.kind())
                        .text(event.object())
                        .text(event.detail())
                        .first(row -> row.number(1))
                        .orElseThrow();
        if (sequence % LOT == 0) {
            prune(sequence, EVENTS_KEPT);
        }
        StoredEvent stored = new StoredEvent(sequence, instant, event);
        published.add(stored);
        return stored;
    }

    void prune(long newest, int kept) {
        sql.call("DELETE FROM events WHERE sequence <= ?").number(newest - kept).run();
    }
}
