package oxt.daemon.seat;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * What is spent on stills of screens, for all viewers together.
 *
 * @param turns how many are taken and shown at once; who gets none waits for the screen's own
 * @param patience how long what a screen shows itself is held back for one
 */
public record Stills(Semaphore turns, Duration patience) {
    /** Each can need 16 MB until a viewer that is slow has all of it. */
    private static final int AT_ONCE = 4;

    /**
     * From the first that the screen says after its greeting. QEMU's own first picture takes 80 ms
     * at least, and more where the machine has much to do.
     */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    public static Stills begin() {
        return new Stills(new Semaphore(AT_ONCE), PATIENCE);
    }
}
