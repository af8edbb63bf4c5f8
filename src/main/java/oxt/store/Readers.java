package oxt.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import oxt.model.ProblemException;

/** Read-only connections that are lent to one reader at a time; the writer never stops them. */
final class Readers implements AutoCloseable {
    /** More at once would only take turns: a query is short and this machine has few processors. */
    private static final int CONNECTIONS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final ConcurrentLinkedDeque<Sql> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Readers(Path file) {
        this.file = file;
    }

    <T> T read(Store.Query<T> query) {
        return lend(
                sql -> {
                    // One transaction, so that all that the query sees is from one moment.
                    sql.call("BEGIN").run();
                    try {
                        return query.read(new Snapshot(sql));
                    } finally {
                        sql.call("COMMIT").run();
                    }
                });
    }

    Path backup() {
        return lend(sql -> Backup.make(sql, Backup.daily(file)));
    }

    private interface Use<T> {
        T with(Sql sql);
    }

    private <T> T lend(Use<T> use) {
        if (!Uninterrupted.acquire(free, PATIENCE)) {
            throw new ProblemException(StoreProblems.overloaded(file));
        }
        try {
            if (closed) {
                throw new ProblemException(StoreProblems.closed(file));
            }
            return with(take(), use);
        } finally {
            free.release();
        }
    }

    private Sql take() {
        Sql pooled = idle.pollFirst();
        return pooled == null ? Sql.openToRead(file) : pooled;
    }

    private <T> T with(Sql sql, Use<T> use) {
        try {
            T answer = use.with(sql);
            idle.addFirst(sql);
            return answer;
        } catch (RuntimeException | Error cause) {
            // Whatever state it is in: a new connection costs less than finding out.
            sql.close();
            throw cause;
        }
    }

    /** Waits for the readers that are still reading; none begins after it. */
    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < CONNECTIONS; i++) {
            Uninterrupted.acquire(free, PATIENCE);
        }
        free.release(CONNECTIONS);
        idle.forEach(Sql::close);
    }
}
