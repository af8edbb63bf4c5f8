package oxt.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * What must outlive the daemon, in one SQLite database that one daemon at a time has open.
 *
 * <pre>{@code
 * try (Store store = Store.open(state.resolve("oxt.db"), InstantSource.system())) {
 *     StoredVm vm = store.change(change -> {
 *         change.audit().append(new AuditEntry(caller, "create-vm", "work", "{}", "done"));
 *         return change.vms().add(id, name, document);
 *     });
 *     Optional<StoredVm> found = store.read(now -> now.vms().find(name));
 * }
 * }</pre>
 */
public final class Store implements AutoCloseable {

    /** A question; it runs on the caller's thread against one snapshot and is not kept waiting. */
    @FunctionalInterface
    public interface Query<T> {
        T read(Snapshot now);
    }

    /**
     * A change; it runs on the store's thread, beside others, so it computes and writes but never
     * waits. Where it throws, nothing of it is made and the caller gets what it threw.
     */
    @FunctionalInterface
    public interface Change<T> {
        T make(Transaction change);
    }

    private final StoreLock lock;
    private final Writer writer;
    private final Readers readers;
    private final EventBell bell;

    private Store(StoreLock lock, Writer writer, Readers readers, EventBell bell) {
        this.lock = lock;
        this.writer = writer;
        this.readers = readers;
        this.bell = bell;
    }

    /** Opens the database, makes it where there is none, and brings an older one up. */
    public static Store open(Path file, InstantSource clock) {
        return open(file, clock, Migrations.shipped());
    }

    static Store open(Path file, InstantSource clock, Migrations migrations) {
        StoreLock lock = StoreLock.take(file);
        try {
            Sql sql = StoreFile.open(file, migrations);
            EventBell bell = new EventBell(new Events(sql).newest());
            return new Store(lock, Writer.start(sql, clock, bell), new Readers(file), bell);
        } catch (RuntimeException cause) {
            lock.close();
            throw cause;
        }
    }

    /** Takes a store that nobody has open back to what an older oxt knows, keeping a backup. */
    public static void takeBack(Path file, int version) {
        takeBack(file, version, Migrations.shipped());
    }

    static void takeBack(Path file, int version, Migrations migrations) {
        if (version < 1 || version > migrations.newest()) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "store-version-unknown",
                            "There is no version " + version + " of the store to go back to.",
                            "Take one from 1 to " + migrations.newest() + "."));
        }
        try (StoreLock _ = StoreLock.take(file);
                Sql sql = StoreFile.open(file, migrations)) {
            Backup.make(sql, Backup.beforeMigration(file));
            migrations.takeBack(sql, version);
        }
    }

    /** Where {@link #backup} writes. */
    public static Path backupOf(Path file) {
        return Backup.daily(file);
    }

    /** The newest version of the tables that this program knows. */
    public static int version() {
        return Migrations.shipped().newest();
    }

    public <T> T read(Query<T> query) {
        return readers.read(query);
    }

    /** Returns when the change is on the disk; many callers' changes share one wait for it. */
    public <T> T change(Change<T> change) {
        return writer.change(change);
    }

    /** As {@link #change}, where there is nothing to answer. */
    public void apply(Consumer<Transaction> change) {
        change(
                transaction -> {
                    change.accept(transaction);
                    return transaction.instant();
                });
    }

    /**
     * As {@link #apply}, for what is of no use after a power loss: it does not wait for the disk.
     * It survives {@code kill -9}; a power loss may take it away, but not alone: only with all that
     * was noted after it. What is changed later is on the disk together with it.
     */
    public void note(Consumer<Transaction> change) {
        noted(
                transaction -> {
                    change.accept(transaction);
                    return transaction.instant();
                });
    }

    /** As {@link #note}, where there is something to answer. */
    public <T> T noted(Change<T> change) {
        return writer.noted(change);
    }

    /**
     * Queues a change for the next commit and does not wait; for what may be lost in a crash. It is
     * made before every change that is asked for later; where it throws, the daemon's log says so.
     */
    public void applyLater(Consumer<Transaction> change) {
        writer.later(change, Survival.KILL);
    }

    /**
     * As {@link #applyLater}, and the disk has it right after, with all that was noted before it;
     * only nobody waits for that, and whoever follows the events is told before.
     */
    public void applySoon(Consumer<Transaction> change) {
        writer.later(change, Survival.POWER_LOSS_SOON);
    }

    /**
     * Waits until an event later than a position is in the store, or the patience is over, and
     * answers the number of the newest event.
     */
    public long awaitEvent(long after, Duration patience) throws InterruptedException {
        return bell.await(after, patience);
    }

    /** What happened after an event, at most so many; what is recent is read from no disk. */
    public Resumed eventsAfter(long sequence, int most) {
        Optional<List<StoredEvent>> atHand = bell.after(sequence, most);
        return atHand.isPresent()
                ? new Resumed.Missed(atHand.get())
                : read(now -> now.events().after(sequence, most));
    }

    /** Writes a copy of the database beside it, {@code oxt.db.daily}; nobody waits for it. */
    public Path backup() {
        return readers.backup();
    }

    /** Finishes the changes that wait, then closes; a later call is refused. */
    @Override
    public void close() {
        try (lock;
                writer;
                readers) {
            // Closed in the reverse order: the writer after the readers, because only the last
            // connection, if it may write, folds the write-ahead log into the file.
        }
    }
}
