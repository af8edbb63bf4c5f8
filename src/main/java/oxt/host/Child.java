package oxt.host;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that this program has started. */
public final class Child {
    /** It does nothing but wait, and there is one for each VM that runs. */
    private static final long STACK_BYTES = 256 << 10;

    private final ProcessHandle handle;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Child(ProcessHandle handle) {
        this.handle = handle;
    }

    static Child of(long pid) {
        // Nobody else waits for it, so it is there, dead perhaps, until the thread below has.
        Child child = new Child(ProcessHandle.of(pid).orElseThrow());
        Thread.ofPlatform()
                .name("reaper of " + pid)
                .daemon()
                .stackSize(STACK_BYTES)
                .start(child::reap);
        return child;
    }

    private void reap() {
        try (Arena arena = Arena.ofConfined()) {
            new SystemCalls(arena).reap(pid());
        }
        ended.complete(null);
    }

    public long pid() {
        return handle.pid();
    }

    /** Nothing where it is dead already. */
    public Optional<ProcessIdentity> identity() {
        return ProcessIdentity.of(pid()).filter(_ -> isAlive());
    }

    public boolean isAlive() {
        return !ended.isDone();
    }

    /** Says whether it has ended within the patience. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        try {
            ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Asks the kernel to end it (SIGKILL), at once. */
    public void kill() {
        handle.destroyForcibly();
    }
}
