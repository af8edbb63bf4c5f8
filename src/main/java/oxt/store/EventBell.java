package oxt.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes those who wait for events, and has the last of them at hand: whoever follows reads no disk.
 * It rings when a kill of the daemon cannot take them back.
 */
final class EventBell {
    /** More than happens between two reads of anyone who keeps up; some 50 KB. */
    private static final int AT_HAND = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final Deque<StoredEvent> last = new ArrayDeque<>();
    private long newest;

    EventBell(long newest) {
        this.newest = newest;
    }

    /** With what was published, the oldest first. */
    void ring(List<StoredEvent> published) {
        if (published.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            last.addAll(published);
            while (last.size() > AT_HAND) {
                last.removeFirst();
            }
            newest = published.getLast().sequence();
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All that came after an event, at most so many; nothing where some of it is not at hand. */
    Optional<List<StoredEvent>> after(long sequence, int most) {
        lock.lock();
        try {
            if (sequence == newest) {
                return Optional.of(List.of());
            }
            if (sequence > newest || last.isEmpty() || last.getFirst().sequence() > sequence + 1) {
                return Optional.empty();
            }
            return Optional.of(
                    last.stream()
                            .filter(event -> event.sequence() > sequence)
                            .limit(most)
                            .toList());
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
