package oxt.store;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Short waits that an interrupt does not end: a cancelled plan still has to journal what it takes
 * back, and its caller must know whether a change was made. The interrupt is kept for the caller.
 */
// Without its JSpecify mode NullAway does not see that T may be a type with null.
@SuppressWarnings("NullAway")
final class Uninterrupted {
    private Uninterrupted() {}

    private interface Wait<T extends @Nullable Object> {
        T until(long nanos) throws InterruptedException;
    }

    static <T> boolean offer(BlockingQueue<T> queue, T element, Duration patience) {
        return wait(nanos -> queue.offer(element, nanos, TimeUnit.NANOSECONDS), patience);
    }

    static boolean acquire(Semaphore semaphore, Duration patience) {
        return wait(nanos -> semaphore.tryAcquire(nanos, TimeUnit.NANOSECONDS), patience);
    }

    /** The value, or null where the patience was over first. */
    static <T> @Nullable T get(CompletableFuture<T> future, Duration patience) {
        return wait(nanos -> getWithin(future, nanos), patience);
    }

    static boolean join(Thread thread, Duration patience) {
        return wait(nanos -> thread.join(Duration.ofNanos(nanos)), patience);
    }

    private static <T> @Nullable T getWithin(CompletableFuture<T> future, long nanos)
            throws InterruptedException {
        try {
            return future.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return null;
        } catch (ExecutionException cause) {
            throw new AssertionError(cause);
        }
    }

    private static <T extends @Nullable Object> T wait(Wait<T> wait, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return wait.until(Math.max(0, end - System.nanoTime()));
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
