package oxt.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import oxt.model.ProblemException;

/** A change that waits for its turn, and the caller who waits for its answer. */
final class Waiting<T> {

    private sealed interface Result<T> {
        record Made<T>(T answer) implements Result<T> {}

        record Thrown<T>(Throwable cause) implements Result<T> {}
    }

    private final Store.Change<T> change;
    private final Survival survival;
    private final Consumer<Throwable> whenNot;
    private final CompletableFuture<Result<T>> answer = new CompletableFuture<>();
    private @Nullable Result<T> result;
    private List<StoredEvent> published = List.of();

    Waiting(Store.Change<T> change, Survival survival) {
        this(change, survival, _ -> {});
    }

    /** With somebody to tell when it was not made, because its caller has gone. */
    Waiting(Store.Change<T> change, Survival survival, Consumer<Throwable> whenNot) {
        this.change = change;
        this.survival = survival;
        this.whenNot = whenNot;
    }

    Survival survival() {
        return survival;
    }

    /** Makes the change within the transaction that is open; what it throws takes it back alone. */
    void make(Sql sql, InstantSource clock) {
        sql.call("SAVEPOINT change").run();
        try {
            Transaction transaction = new Transaction(sql, clock);
            result = new Result.Made<>(change.make(transaction));
            published = transaction.published();
        } catch (RuntimeException | Error cause) {
            result = new Result.Thrown<>(cause);
            takeBack(sql, cause);
        }
        sql.call("RELEASE change").run();
    }

    private static void takeBack(Sql sql, Throwable cause) {
        try {
            sql.call("ROLLBACK TO change").run();
        } catch (ProblemException second) {
            // SQLite gave up the whole transaction, on a full disk for one: all in it are told.
            second.addSuppressed(cause);
            throw cause instanceof ProblemException first ? first : second;
        }
    }

    /** The change's events, the oldest first; none where it was taken back. */
    List<StoredEvent> published() {
        return published;
    }

    /** The transaction is as safe as it has to be. */
    void made() {
        end(result == null ? new Result.Thrown<>(new AssertionError("never made")) : result);
    }

    /** The transaction was taken back; a change that threw keeps its own reason. */
    void lost(Throwable cause) {
        end(result instanceof Result.Thrown<T> own ? own : new Result.Thrown<>(cause));
    }

    private void end(Result<T> end) {
        answer.complete(end);
        if (end instanceof Result.Thrown<T>(Throwable cause)) {
            whenNot.accept(cause);
        }
    }

    T answer(Duration patience, Path file) {
        return switch (Uninterrupted.get(answer, patience)) {
            case null -> throw new ProblemException(StoreProblems.silent(file));
            case Result.Made<T>(T value) -> value;
            case Result.Thrown<T>(RuntimeException cause) -> throw cause;
            case Result.Thrown<T>(Error cause) -> throw cause;
            case Result.Thrown<T>(Throwable cause) -> throw new AssertionError(cause);
        };
    }
}
