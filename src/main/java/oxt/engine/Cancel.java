package oxt.engine;

import java.util.concurrent.CompletableFuture;

/** Asks a running plan to stop and take itself back; asked more than once it is the same. */
public final class Cancel {
    private final CompletableFuture<Void> asked = new CompletableFuture<>();

    public void ask() {
        asked.complete(null);
    }

    public boolean isAsked() {
        return asked.isDone();
    }

    /** Runs when asked, at once where that has been. */
    public void whenAsked(Runnable action) {
        var _ = asked.thenRun(action);
    }
}
