package oxt.daemon.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import oxt.model.VmId;

/** The last picture of each VM's screen: ten who look at once load its guest once. */
final class Pictures {
    /** All together; one of a text screen has 5 kB, one of a photograph 2 MB. */
    private static final long MOST_BYTES = 64 << 20;

    /** Who asks for pictures of different VMs seldom waits for another. */
    private static final int TURNS = 16;

    private final LongSupplier nanos;
    private final ReentrantLock[] turns = new ReentrantLock[TURNS];
    private final Map<VmId, Taken> latest = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Taken(Answer.Bytes png, long at) {}

    /** A picture, and how long ago it was taken. */
    record Picture(Answer.Bytes png, Duration age) {}

    /** Takes one. */
    @FunctionalInterface
    interface Camera {
        byte[] take() throws InterruptedException;
    }

    Pictures(LongSupplier nanos) {
        this.nanos = nanos;
        for (int turn = 0; turn < TURNS; turn++) {
            turns[turn] = new ReentrantLock();
        }
    }

    Picture of(VmId vm, Duration noOlderThan, Camera camera) throws InterruptedException {
        long asked = nanos.getAsLong();
        ReentrantLock turn = turns[Math.floorMod(vm.hashCode(), TURNS)];
        turn.lockInterruptibly();
        try {
            Optional<Taken> kept = kept(vm);
            if (kept.isPresent() && asked - kept.get().at() <= noOlderThan.toNanos()) {
                long age = Math.max(0, nanos.getAsLong() - kept.get().at());
                return new Picture(kept.get().png(), Duration.ofNanos(age));
            }
            long at = nanos.getAsLong();
            Taken taken = new Taken(new Answer.Bytes(camera.take()), at);
            keep(vm, taken);
            return new Picture(taken.png(), Duration.ZERO);
        } finally {
            turn.unlock();
        }
    }

    private synchronized Optional<Taken> kept(VmId vm) {
        return Optional.ofNullable(latest.get(vm));
    }

    /** Those that nobody has asked for longest make room. */
    private synchronized void keep(VmId vm, Taken taken) {
        forget(vm);
        int size = taken.png().unshared().length;
        while (!latest.isEmpty() && bytes + size > MOST_BYTES) {
            forget(latest.keySet().iterator().next());
        }
        if (size <= MOST_BYTES) {
            latest.put(vm, taken);
            bytes += size;
        }
    }

    private void forget(VmId vm) {
        Taken gone = latest.remove(vm);
        bytes -= gone == null ? 0 : gone.png().unshared().length;
    }
}
