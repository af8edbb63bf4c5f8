package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
    @Test
    void a_condition_that_becomes_true_ends_the_wait() throws Exception {
        AtomicInteger asked = new AtomicInteger();

        assertTrue(Deadline.after(Duration.ofSeconds(20)).await(() -> asked.incrementAndGet() > 5));

        assertEquals(6, asked.get());
    }

    @Test
    void a_condition_that_stays_false_is_given_up_at_the_deadline() throws Exception {
        Deadline deadline = Deadline.after(Duration.ofMillis(20));

        assertFalse(deadline.await(() -> false));

        assertTrue(deadline.isOver());
        assertEquals(Duration.ZERO, deadline.left());
    }

    @Test
    void it_is_asked_once_even_when_the_deadline_is_over() throws Exception {
        assertTrue(Deadline.after(Duration.ZERO).await(() -> true));
    }

    @Test
    void an_answer_is_handed_over() throws Exception {
        assertEquals(
                Optional.of("answer"),
                Deadline.after(Duration.ZERO).await(() -> Optional.of("answer")));
    }

    @Test
    void an_interrupt_ends_the_wait() {
        Thread.currentThread().interrupt();

        assertThrows(
                InterruptedException.class,
                () -> Deadline.after(Duration.ofSeconds(20)).await(() -> false));
    }
}
