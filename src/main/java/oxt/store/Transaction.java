package oxt.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The right to change the store, for one change: all of it is made, or nothing. */
public final class Transaction {
    private final Sql sql;
    private final Instant instant;
    private final List<StoredEvent> published = new ArrayList<>();

    Transaction(Sql sql, InstantSource clock) {
        this.sql = sql;
        // As exact as it is stored, so that what is returned equals what is read later.
        this.instant = clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The store as this change sees it, with what it changed so far. */
    public Snapshot now() {
        return new Snapshot(sql);
    }

    /** When this change is made; all that it writes carries this instant. */
    public Instant instant() {
        return instant;
    }

    /** What the whole of it survives, by SQLite's own word; others' changes are in it as well. */
    Survival survival() {
        // 1 is NORMAL, 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
        return sql.number("PRAGMA synchronous") == 2 ? Survival.POWER_LOSS : Survival.KILL;
    }

    public VmChanges vms() {
        return new VmChanges(sql, instant);
    }

    public JournalChanges journal() {
        return new JournalChanges(sql, instant);
    }

    public AuditChanges audit() {
        return new AuditChanges(sql, instant);
    }

    public EventChanges events() {
        return new EventChanges(sql, instant, published);
    }

    /** The oldest first. */
    List<StoredEvent> published() {
        return List.copyOf(published);
    }

    public SettingChanges settings() {
        return new SettingChanges(sql);
    }
}
