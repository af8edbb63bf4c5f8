package oxt.store;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for events; it rings when a kill of the daemon cannot take them back. */
final class EventBell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long newest;

    EventBell(long newest) {
        this.newest = newest;
    }

    void ring(long sequence) {
        lock.lock();
        try {
            if (sequence > newest) {
                newest = sequence;
                rung.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    long await(long after, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (newest <= after && left > 0) {
                left = rung.awaitNanos(left);
            }
            return newest;
        } finally {
            lock.unlock();
        }
    }
}
