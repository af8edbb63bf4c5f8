package oxt.store;

import java.util.List;

/** What a watcher gets who saw all events up to some number. */
public sealed interface Resumed {

    /**
     * All that was missed, the oldest first, or as many as were asked for; none where nothing
     * happened.
     */
    record Missed(List<StoredEvent> events) implements Resumed {
        public Missed {
            events = List.copyOf(events);
        }
    }

    /**
     * Some of what was missed is gone, or the number is none that this store gave: look at
     * everything again, then watch from the newest.
     */
    record Gone(long newest) implements Resumed {}
}
