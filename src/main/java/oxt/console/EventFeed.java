package oxt.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import oxt.api.CallerRole;
import oxt.client.HttpClient;
import oxt.client.ReplyStream;
import oxt.client.Request;
import oxt.model.ProblemException;

/**
 * The daemon's events, read once and kept for as many pages as watch.
 *
 * <p>A page that is slow loses the oldest and is told so; it makes nobody wait. That the daemon
 * goes and comes back is an event here as well.
 */
final class EventFeed implements AutoCloseable {
    static final String GONE = "event: daemon-gone\ndata: {}\n\n";
    static final String HERE = "event: daemon-here\ndata: {}\n\n";
    static final String LOST = "event: events-lost\ndata: {}\n\n";

    private static final int KEPT = 1_000;

    private static final int LONGEST_EVENT = 1 << 20;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final HttpClient daemon;
    private final Thread reader;
    private final Deque<String> kept = new ArrayDeque<>();

    /** The number of the next event; of the kept ones the last have the numbers before it. */
    private long next;

    private boolean isHere;
    private boolean isClosed;

    /** What a page has not seen yet, and where it is then. */
    record News(List<String> events, long position) {}

    EventFeed(HttpClient daemon) {
        this.daemon = daemon;
        this.reader = Thread.ofVirtual().start(this::follow);
    }

    synchronized long position() {
        return next;
    }

    /** For a page that begins to watch. */
    synchronized String state() {
        return isHere ? HERE : GONE;
    }

    /** Waits until there is something, or for so long. */
    synchronized News after(long position, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (position == next && !isClosed && end - System.nanoTime() > 0) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        List<String> events = new ArrayList<>();
        long oldest = next - kept.size();
        if (position < oldest) {
            events.add(LOST);
        }
        long number = oldest;
        for (String event : kept) {
            if (number++ >= position) {
                events.add(event);
            }
        }
        return new News(events, next);
    }

    private synchronized void publish(String event) {
        kept.addLast(event);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        next++;
        notifyAll();
    }

    private synchronized void begin() {
        isHere = true;
        publish(HERE);
    }

    private synchronized void end() {
        if (isHere) {
            isHere = false;
            publish(GONE);
        }
    }

    private void follow() {
        while (!isOver()) {
            try (ReplyStream events =
                    daemon.open(
                            Request.get("/v1/events")
                                    .behalfOf(new Request.Asker(CallerRole.VIEW, "console")))) {
                if (events.status() == 200) {
                    begin();
                    read(events);
                }
            } catch (IOException | ProblemException _) {
                // It is tried again; who watches is told.
            }
            end();
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void read(ReplyStream events) throws IOException {
        byte[] part = new byte[8192];
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        int last = 0;
        for (int count = events.read(part); count >= 0; count = events.read(part)) {
            for (int index = 0; index < count; index++) {
                event.write(part[index]);
                boolean isEnd = part[index] == '\n' && last == '\n';
                last = part[index];
                if (isEnd) {
                    String text = event.toString(StandardCharsets.UTF_8);
                    if (!text.startsWith(":")) {
                        publish(text);
                    }
                    event.reset();
                } else if (event.size() > LONGEST_EVENT) {
                    throw new IOException("an event without an end");
                }
            }
        }
    }

    private synchronized boolean isOver() {
        return isClosed;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        reader.interrupt();
        notifyAll();
    }
}
