package oxt.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A page that does not end by itself within a test: the longest connection there is. */
final class Trickle implements HttpHandler {
    private static final Duration BETWEEN_DROPS = Duration.ofMillis(50);
    private static final int MOST_DROPS = 2_000;

    private final Semaphore drops = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Whether so many more drops leave in time; the connection's own buffers take a few thousand
     * whoever reads them, so this says that the connection is open and not that it flows.
     */
    boolean awaitDrops(int count, Duration patience) throws InterruptedException {
        drops.drainPermits();
        return drops.tryAcquire(count, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether somebody else ends the connection in time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (int drop = 0; drop < MOST_DROPS; drop++) {
                body.write("drop\n".getBytes(StandardCharsets.US_ASCII));
                body.flush();
                drops.release();
                TimeUnit.NANOSECONDS.sleep(BETWEEN_DROPS.toNanos());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }
}
