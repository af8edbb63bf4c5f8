package oxt.daemon.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import oxt.model.VmId;

class LookTurnsTest {
    private static final VmId ONE = new VmId(new UUID(0, 1));
    private static final VmId OTHER = new VmId(new UUID(0, 2));

    private final LookTurns turns = new LookTurns();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void a_look_that_began_earlier_is_written_down_earlier() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        var slow =
                CompletableFuture.runAsync(
                        () ->
                                turns.take(
                                        ONE,
                                        () -> {
                                            begun.countDown();
                                            awaitUninterrupted(mayEnd);
                                            return seen.add("off");
                                        }));
        awaitUninterrupted(begun);
        var quick = CompletableFuture.runAsync(() -> turns.take(ONE, () -> seen.add("running")));
        // Another VM's does not wait.
        assertTrue(turns.take(OTHER, () -> seen.add("other")));
        mayEnd.countDown();
        slow.get(1, TimeUnit.MINUTES);
        quick.get(1, TimeUnit.MINUTES);
        assertEquals(List.of("other", "off", "running"), seen);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
