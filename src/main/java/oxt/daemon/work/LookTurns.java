package oxt.daemon.work;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import oxt.model.VmId;

/**
 * One look at a VM at a time: what an earlier look found never stands where a later one's should.
 * Looks at other VMs do not wait for it.
 */
final class LookTurns {
    private final Map<VmId, Turn> turns = new ConcurrentHashMap<>();

    /** Looks, and writes down what there is. */
    interface Look<T, E extends Exception> {
        T look() throws E;
    }

    /**
     * @param users who look or wait; the last one takes it away
     */
    private record Turn(ReentrantLock lock, int users) {
        Turn with(int more) {
            return new Turn(lock, users + more);
        }
    }

    <T, E extends Exception> T take(VmId id, Look<T, E> look) throws E {
        Turn turn =
                turns.compute(
                        id,
                        (_, there) ->
                                there == null ? new Turn(new ReentrantLock(), 1) : there.with(1));
        turn.lock().lock();
        try {
            return look.look();
        } finally {
            turn.lock().unlock();
            turns.computeIfPresent(id, (_, there) -> there.users() == 1 ? null : there.with(-1));
        }
    }
}
