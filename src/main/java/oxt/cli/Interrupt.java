package oxt.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C while something long is under way: the first says stop, and the program goes on until that
 * is done; the second ends the program.
 *
 * <p>A shutdown hook, because the JDK offers nothing else for signals: the program's own threads
 * run on until the hook returns.
 */
final class Interrupt implements AutoCloseable {
    /** Longer than any undo should take; after it the daemon goes on without a watcher. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Thread hook;
    private final CountDownLatch over = new CountDownLatch(1);

    private Interrupt(Runnable stop) {
        hook =
                Thread.ofPlatform()
                        .unstarted(
                                () -> {
                                    Signals.endAtOnceOnInterrupt();
                                    stop.run();
                                    awaitEnd();
                                });
    }

    static Interrupt says(Runnable stop) {
        Interrupt interrupt = new Interrupt(stop);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    private void awaitEnd() {
        try {
            boolean _ = over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            // Then the program just ends.
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // Ctrl-C was pressed, and the hook now returns.
        }
    }
}
