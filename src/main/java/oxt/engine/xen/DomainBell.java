package oxt.engine.xen;

import java.time.Duration;

/** Rung whenever any domain comes, goes or shuts down. */
final class DomainBell {
    private long rings;

    synchronized void ring() {
        rings++;
        notifyAll();
    }

    synchronized long rings() {
        return rings;
    }

    /** Until it was rung more often than this, or the patience is over. */
    synchronized void await(long before, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (rings == before) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
