package oxt.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import oxt.model.VmId;

class PicturesTest {
    private static final VmId WORK = new VmId(new UUID(0, 1));
    private static final VmId PERSONAL = new VmId(new UUID(0, 2));

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger taken = new AtomicInteger();
    private final Pictures pictures = new Pictures(clock::get);

    @Test
    void a_picture_that_is_young_enough_is_not_taken_again_and_says_its_age() throws Exception {
        assertEquals(Duration.ZERO, ask(WORK, 1000).age());
        clock.addAndGet(Duration.ofMillis(700).toNanos());
        assertEquals(Duration.ofMillis(700), ask(WORK, 1000).age());
        assertEquals(1, taken.get());
        clock.addAndGet(Duration.ofMillis(700).toNanos());
        assertEquals(Duration.ZERO, ask(WORK, 1000).age());
        assertEquals(2, taken.get());
    }

    @Test
    void who_wants_it_as_it_is_now_gets_that_and_others_have_it_too() throws Exception {
        ask(WORK, 0);
        clock.addAndGet(1);
        ask(WORK, 0);
        assertEquals(2, taken.get());
        ask(WORK, 1000);
        assertEquals(2, taken.get());
    }

    @Test
    void another_vms_picture_is_another() throws Exception {
        ask(WORK, 1000);
        ask(PERSONAL, 1000);
        assertEquals(2, taken.get());
    }

    @Test
    void those_that_nobody_asked_for_longest_make_room() throws Exception {
        pictures.of(WORK, Duration.ofHours(1), () -> new byte[40 << 20]);
        pictures.of(PERSONAL, Duration.ofHours(1), () -> new byte[40 << 20]);
        ask(WORK, 3_600_000);
        assertEquals(1, taken.get());
    }

    private Pictures.Picture ask(VmId vm, int millis) throws InterruptedException {
        return pictures.of(
                vm,
                Duration.ofMillis(millis),
                () -> {
                    taken.incrementAndGet();
                    return new byte[] {1};
                });
    }
}
