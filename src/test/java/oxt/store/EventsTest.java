package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path folder;

    @Test
    void a_watcher_who_comes_back_gets_all_that_it_missed() {
        try (Store store = open()) {
            publish(store, 5);

            assertEquals(new Resumed.Missed(List.of()), after(store, 5));
            assertEquals(List.of(4L, 5L), sequences(after(store, 3)));
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), sequences(after(store, 0)));
        }
    }

    @Test
    void a_watcher_who_stayed_away_too_long_is_told_that_events_are_gone() {
        try (Store store = open()) {
            publish(store, 5);
            prune(store, 5, 2);

            assertEquals(new Resumed.Gone(5), after(store, 2));
            assertEquals(List.of(4L, 5L), sequences(after(store, 3)));
        }
    }

    @Test
    void a_position_that_this_store_never_gave_is_gone() {
        try (Store store = open()) {
            assertEquals(new Resumed.Gone(0), after(store, 1));
            assertEquals(new Resumed.Missed(List.of()), after(store, 0));
        }
    }

    @Test
    void the_ring_keeps_the_last_events_and_no_more_than_a_lot_beyond() {
        try (Store store = open()) {
            publish(store, EventChanges.EVENTS_KEPT + 150);

            assertEquals(new Resumed.Gone(10_150), after(store, 99));
            assertEquals(List.of(101L), sequences(store.read(now -> now.events().after(100, 1))));
        }
    }

    @Test
    void numbers_go_on_after_a_restart_even_when_all_events_are_gone() {
        try (Store store = open()) {
            publish(store, 3);
            prune(store, 3, 0);
        }
        try (Store store = open()) {
            assertEquals(new Resumed.Missed(List.of()), after(store, 3));
            assertEquals(4, publish(store, 1));
        }
    }

    @Test
    void a_change_that_threw_publishes_nothing() {
        try (Store store = open()) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            store.change(
                                    change -> {
                                        change.events().publish(new NewEvent("a", "b", "{}"));
                                        throw new IllegalStateException("on purpose");
                                    }));

            assertEquals(0, store.<Long>read(now -> now.events().newest()));
        }
    }

    @Test
    void what_is_at_hand_is_what_the_disk_has() {
        try (Store store = open()) {
            publish(store, 300);

            for (long sequence : List.of(0L, 43L, 44L, 45L, 250L, 299L, 300L, 301L)) {
                assertEquals(after(store, sequence), store.eventsAfter(sequence, 100));
            }
        }
    }

    @Test
    void a_change_that_threw_leaves_nothing_at_hand() {
        try (Store store = open()) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            store.change(
                                    change -> {
                                        change.events().publish(new NewEvent("a", "b", "{}"));
                                        throw new IllegalStateException("on purpose");
                                    }));
            assertEquals(new Resumed.Missed(List.of()), store.eventsAfter(0, 100));

            publish(store, 1);
            assertEquals(after(store, 0), store.eventsAfter(0, 100));
        }
    }

    @Test
    void a_watcher_wakes_when_the_event_can_be_read() throws Exception {
        try (Store store = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Long>> watcher =
                    threads.submit(
                            () -> {
                                store.awaitEvent(0, PATIENCE);
                                return sequences(after(store, 0));
                            });

            publish(store, 1);

            assertEquals(List.of(1L), watcher.get());
        }
    }

    @Test
    void a_watcher_does_not_wait_longer_than_its_patience() throws Exception {
        try (Store store = open()) {
            assertEquals(0, store.awaitEvent(0, Duration.ofMillis(1)));
        }
    }

    private Store open() {
        return Store.open(folder.resolve("oxt.db"), InstantSource.system());
    }

    private static Resumed after(Store store, long sequence) {
        return store.read(now -> now.events().after(sequence, 100));
    }

    private static void prune(Store store, long newest, int kept) {
        store.apply(change -> change.events().prune(newest, kept));
    }

    private static long publish(Store store, int count) {
        return store.change(
                change -> {
                    long last = 0;
                    for (int i = 0; i < count; i++) {
                        NewEvent event = new NewEvent("vm-started", "vm-1", "{\"i\":" + i + "}");
                        last = change.events().publish(event).sequence();
                    }
                    return last;
                });
    }

    private static List<Long> sequences(Resumed resumed) {
        return switch (resumed) {
            case Resumed.Missed(var events) -> events.stream().map(StoredEvent::sequence).toList();
            case Resumed.Gone gone -> throw new AssertionError(gone);
        };
    }
}
