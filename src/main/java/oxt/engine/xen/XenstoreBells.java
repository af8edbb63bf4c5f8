package oxt.engine.xen;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls the looks of watches, each once for however many events have come, away from the reader of
 * the socket.
 *
 * <p>What waits is at most one ring for each watch, so a domain that writes for ever fills nothing.
 */
final class XenstoreBells implements AutoCloseable {
    private final Function<String, Xenstore.@Nullable Watch> watches;
    private final Set<String> rung = new LinkedHashSet<>();
    private boolean closed;

    XenstoreBells(Function<String, Xenstore.@Nullable Watch> watches) {
        this.watches = watches;
        Thread.ofVirtual().name("xenstore looks").start(this::serve);
    }

    /** Of a watch's event: the path that changed, and the watch's token. */
    synchronized void ring(XenstoreMessage event) {
        List<String> words = event.words();
        if (words.size() >= 2 && watches.apply(words.get(1)) != null) {
            rung.add(words.get(1));
            notifyAll();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void serve() {
        try {
            for (List<String> tokens = next(); !tokens.isEmpty(); tokens = next()) {
                tokens.forEach(this::look);
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<String> next() throws InterruptedException {
        while (rung.isEmpty() && !closed) {
            wait();
        }
        List<String> tokens = new ArrayList<>(closed ? Set.of() : rung);
        rung.clear();
        return tokens;
    }

    private void look(String token) {
        Xenstore.Watch watch = watches.apply(token);
        if (watch == null) {
            return;
        }
        try {
            watch.look().run();
        } catch (RuntimeException bug) {
            // One look's mistake must not keep the others from being called.
            System.getLogger(XenstoreBells.class.getName())
                    .log(System.Logger.Level.ERROR, "look at " + watch.path(), bug);
        }
    }
}
