package oxt.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import oxt.model.ProblemException;

/**
 * Makes the changes, one after the other on one thread.
 *
 * <p>Group commit: the changes that queued up while the disk was busy with the last commit are made
 * in one transaction and wait for the disk together. Each has a savepoint of its own, so one that
 * throws takes back itself and nothing else. Where none of them has to survive a power loss, they
 * do not wait for the disk.
 */
final class Writer implements AutoCloseable {
    /** As many callers may wait; more than a busy daemon has, few enough to fit any memory. */
    static final int WAITING_CHANGES = 1_024;

    /** At most so many in one commit, so that the first does not wait for ever. */
    private static final int CHANGES_IN_A_COMMIT = 256;

    /** Longer than any disk that still works takes for one commit. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = System.getLogger(Writer.class.getName());

    private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(WAITING_CHANGES);
    private final Sql sql;
    private final InstantSource clock;
    private final EventBell bell;
    private final Thread thread;
    private volatile boolean closed;

    private Writer(Sql sql, InstantSource clock, EventBell bell) {
        this.sql = sql;
        this.clock = clock;
        this.bell = bell;
        // A platform thread: SQLite's calls would hold a virtual thread's carrier all the time.
        this.thread = Thread.ofPlatform().name("oxt-store-writer").daemon().unstarted(this::serve);
    }

    static Writer start(Sql sql, InstantSource clock, EventBell bell) {
        Writer writer = new Writer(sql, clock, bell);
        writer.thread.start();
        return writer;
    }

    <T> T change(Store.Change<T> change) {
        return answered(new Waiting<>(change, Survival.POWER_LOSS));
    }

    <T> T noted(Store.Change<T> change) {
        return answered(new Waiting<>(change, Survival.KILL));
    }

    void later(Consumer<Transaction> change, Survival survival) {
        enqueue(
                new Waiting<>(
                        answering(change),
                        survival,
                        cause -> LOG.log(Level.WARNING, "A change that nobody waits for", cause)));
    }

    private static Store.Change<Transaction> answering(Consumer<Transaction> change) {
        return transaction -> {
            change.accept(transaction);
            return transaction;
        };
    }

    private <T> T answered(Waiting<T> waiting) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a change asked for another change and would wait");
        }
        enqueue(waiting);
        return waiting.answer(PATIENCE, sql.file());
    }

    private void enqueue(Waiting<?> waiting) {
        if (!Uninterrupted.offer(queue, waiting, PATIENCE)) {
            throw new ProblemException(StoreProblems.overloaded(sql.file()));
        }
        // Where the thread looked at the queue for the last time before this was in it.
        if (closed && queue.remove(waiting)) {
            throw new ProblemException(StoreProblems.closed(sql.file()));
        }
    }

    private void serve() {
        List<Waiting<?>> batch = new ArrayList<>(CHANGES_IN_A_COMMIT);
        while (!closed || !queue.isEmpty()) {
            batch.clear();
            batch.add(take());
            queue.drainTo(batch, CHANGES_IN_A_COMMIT - 1);
            make(batch);
        }
        sql.close();
    }

    private Waiting<?> take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException _) {
                // Nobody has the thread to interrupt it, and it ends by closed alone.
            }
        }
    }

    private void make(List<Waiting<?>> batch) {
        try {
            Survival survival = survival(batch);
            sql.begin(survival);
            batch.forEach(waiting -> waiting.make(sql, clock));
            sql.commit();
            bell.ring(published(batch));
            batch.forEach(Waiting::made);
            if (survival == Survival.POWER_LOSS_SOON) {
                sql.sync();
            }
        } catch (RuntimeException | Error cause) {
            // The thread must not die: everyone in the batch is told, and the next batch begins.
            takeBack(batch, cause);
        }
    }

    private static List<StoredEvent> published(List<Waiting<?>> batch) {
        return batch.stream().flatMap(waiting -> waiting.published().stream()).toList();
    }

    private static Survival survival(List<Waiting<?>> batch) {
        return Collections.max(batch.stream().map(Waiting::survival).toList());
    }

    private void takeBack(List<Waiting<?>> batch, Throwable cause) {
        try {
            sql.rollback();
        } catch (RuntimeException second) {
            cause.addSuppressed(second);
        }
        batch.forEach(waiting -> waiting.lost(cause));
    }

    @Override
    public void close() {
        closed = true;
        // Wakes the thread; where there is no room for it, the thread is awake.
        queue.offer(new Waiting<>(_ -> closed, Survival.KILL));
        Uninterrupted.join(thread, PATIENCE);
    }
}
