package oxt.daemon.work;

import java.time.Duration;
import java.util.function.Consumer;
import oxt.model.ProblemException;
import oxt.store.Store;
import oxt.store.Transaction;

/**
 * What has happened and the store would not take, because its disk is full: it is written when it
 * can be. Begun is only what the store took the beginning of, so it is never much.
 */
final class Owed {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);

    private final Store store;

    Owed(Store store) {
        this.store = store;
    }

    void write(Consumer<Transaction> change) {
        Thread.ofVirtual().name("owed to the store").start(() -> keepTrying(change));
    }

    private void keepTrying(Consumer<Transaction> change) {
        while (!isWritten(change)) {
            try {
                Thread.sleep(BETWEEN_ATTEMPTS);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts this", e);
            }
        }
    }

    /** A store that is closed is another daemon's by and by, which mends what it finds begun. */
    private boolean isWritten(Consumer<Transaction> change) {
        try {
            store.apply(change);
            return true;
        } catch (ProblemException problem) {
            return problem.problems().getFirst().code().equals("store-closed");
        }
    }
}
