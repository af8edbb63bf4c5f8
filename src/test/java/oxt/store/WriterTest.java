package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ProblemException;

final class WriterTest {
    @TempDir private Path folder;
    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("oxt.db"), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void changes_of_many_callers_are_all_made_and_those_that_throw_are_not() throws Exception {
        List<Future<StoredVm>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                int vm = i;
                answers.add(threads.submit(() -> addUnlessThird(vm)));
            }
        }

        for (int vm = 0; vm < 300; vm++) {
            Future<StoredVm> answer = answers.get(vm);
            if (vm % 3 == 0) {
                assertThrows(ExecutionException.class, answer::get);
            } else {
                assertEquals(TestVms.name(vm), answer.get().name());
            }
        }
        assertEquals(200, store.<Long>read(now -> now.vms().count()));
    }

    private StoredVm addUnlessThird(int vm) {
        return store.change(
                change -> {
                    StoredVm added = change.vms().add(TestVms.id(vm), TestVms.name(vm), "{}");
                    if (vm % 3 == 0) {
                        throw new IllegalStateException("on purpose");
                    }
                    return added;
                });
    }

    @Test
    void what_a_change_throws_reaches_its_caller_as_it_is() {
        AssertionError thrown = new AssertionError("on purpose");

        AssertionError caught =
                assertThrows(
                        AssertionError.class,
                        () ->
                                store.change(
                                        _ -> {
                                            throw thrown;
                                        }));

        assertSame(thrown, caught);
        TestVms.add(store, 1);
    }

    @Test
    void a_change_that_nobody_waits_for_is_made_before_the_next() {
        store.applyLater(change -> change.settings().set("key", "first"));
        Optional<String> seen = store.change(change -> change.now().settings().find("key"));

        assertEquals(Optional.of("first"), seen);
    }

    @Test
    void a_note_does_not_wait_for_the_disk_and_every_other_change_does() {
        List<Survival> noted = new ArrayList<>();
        store.note(change -> noted.add(change.survival()));
        store.note(change -> noted.add(change.survival()));
        assertEquals(List.of(Survival.KILL, Survival.KILL), noted);

        assertEquals(Survival.POWER_LOSS, store.change(Transaction::survival));
        store.note(change -> noted.add(change.survival()));
        assertEquals(Survival.KILL, noted.getLast());
        assertEquals(Survival.POWER_LOSS, store.change(Transaction::survival));
    }

    @Test
    void an_event_that_the_disk_shall_have_soon_is_told_without_waiting_for_it() throws Exception {
        List<Survival> seen = new CopyOnWriteArrayList<>();
        store.applySoon(
                change -> {
                    seen.add(change.survival());
                    change.events().publish(new NewEvent("vm-state", "work", "{}"));
                });
        assertEquals(1, store.awaitEvent(0, Duration.ofSeconds(30)));
        assertEquals(List.of(Survival.KILL), seen);
        assertEquals(Survival.POWER_LOSS, store.change(Transaction::survival));
    }

    @Test
    void a_change_that_is_made_together_with_notes_waits_for_the_disk() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        List<Survival> seen = new CopyOnWriteArrayList<>();
        store.applyLater(_ -> await(queued));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> note =
                    threads.submit(() -> store.note(change -> seen.add(change.survival())));
            Future<?> change = threads.submit(() -> store.apply(made -> seen.add(made.survival())));
            store.applyLater(made -> seen.add(made.survival()));
            queued.countDown();
            note.get();
            change.get();
        }
        // However they were batched, the change itself was never in a transaction of notes alone.
        assertTrue(seen.contains(Survival.POWER_LOSS), seen::toString);
    }

    @Test
    void a_note_that_throws_tells_its_caller_and_leaves_nothing() {
        assertThrows(
                IllegalStateException.class,
                () ->
                        store.note(
                                change -> {
                                    change.settings().set("key", "never");
                                    throw new IllegalStateException("on purpose");
                                }));

        assertEquals(Optional.empty(), store.read(now -> now.settings().find("key")));
    }

    @Test
    void a_reader_does_not_wait_for_a_change_that_takes_long() throws Exception {
        TestVms.add(store, 1);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<StoredVm> change =
                    threads.submit(
                            () ->
                                    store.change(
                                            transaction -> {
                                                writing.countDown();
                                                await(read);
                                                return transaction
                                                        .vms()
                                                        .add(TestVms.id(2), TestVms.name(2), "{}");
                                            }));
            writing.await();

            assertEquals(1, store.<Long>read(now -> now.vms().count()));
            read.countDown();

            change.get();
            assertEquals(2, store.<Long>read(now -> now.vms().count()));
        }
    }

    @Test
    void a_change_sees_what_it_changed_itself() {
        long count =
                store.change(
                        change -> {
                            change.vms().add(TestVms.id(1), TestVms.name(1), "{}");
                            return change.now().vms().count();
                        });

        assertEquals(1, count);
    }

    @Test
    void a_read_sees_one_moment_whatever_is_changed_meanwhile() {
        TestVms.add(store, 1);

        boolean same =
                store.read(
                        now -> {
                            long before = now.vms().count();
                            TestVms.add(store, 2);
                            return before == now.vms().count();
                        });

        assertTrue(same);
        assertEquals(2, store.<Long>read(now -> now.vms().count()));
    }

    @Test
    void a_query_that_throws_does_no_harm_to_the_next() {
        for (int i = 0; i < 10; i++) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            store.read(
                                    _ -> {
                                        throw new IllegalStateException("on purpose");
                                    }));
        }

        assertEquals(0, store.<Long>read(now -> now.vms().count()));
    }

    @Test
    void a_change_within_a_change_is_a_mistake_and_not_a_deadlock() {
        assertThrows(IllegalStateException.class, () -> store.change(_ -> TestVms.add(store, 1)));
    }

    @Test
    void an_interrupted_caller_gets_its_answer_and_stays_interrupted() {
        Thread.currentThread().interrupt();

        StoredVm vm = TestVms.add(store, 1);

        assertTrue(Thread.interrupted());
        assertEquals(vm, store.read(now -> now.vms().find(vm.id())).orElseThrow());
    }

    @Test
    void a_closed_store_refuses_and_says_so() {
        store.close();

        assertEquals("store-closed", refusal(() -> TestVms.add(store, 1)));
        assertEquals("store-closed", refusal(() -> store.read(now -> now.vms().count())));
    }

    private static String refusal(Executable asking) {
        return assertThrows(ProblemException.class, asking).problems().getFirst().code();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException cause) {
            throw new AssertionError(cause);
        }
    }
}
