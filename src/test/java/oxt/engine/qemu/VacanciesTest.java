package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which port the next device goes into. */
class VacanciesTest {
    /** Such a clock may begin anywhere, and pass the greatest number. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(5).toNanos());

    private final Vacancies vacancies = new Vacancies(nanos::get);

    @Test
    void the_port_that_is_empty_longest_is_taken_and_of_those_of_always_the_first() {
        vacancies.areNew();
        assertEquals(Optional.of(3), vacancies.longest(List.of(3, 4, 5)));
        vacancies.emptied(3);
        pass(Duration.ofSeconds(20));
        vacancies.emptied(4);
        assertEquals(Optional.of(5), vacancies.longest(List.of(3, 4, 5)));
        assertEquals(Optional.of(3), vacancies.longest(List.of(3, 4)));
        assertEquals(Optional.empty(), vacancies.longest(List.of()));
    }

    @Test
    void a_port_that_was_emptied_is_left_alone_for_a_moment() {
        vacancies.areNew();
        vacancies.emptied(1);
        assertEquals(Vacancies.SETTLING, vacancies.unsettled(1));
        pass(Duration.ofMillis(500));
        assertEquals(Vacancies.SETTLING.minusMillis(500), vacancies.unsettled(1));
        pass(Duration.ofSeconds(10));
        assertEquals(Duration.ZERO, vacancies.unsettled(1));
    }

    @Test
    void a_machine_that_was_just_made_need_not_be_waited_for_but_one_that_was_found_must() {
        assertEquals(Vacancies.SETTLING, vacancies.unsettled(1));
        vacancies.areNew();
        assertEquals(Duration.ZERO, vacancies.unsettled(1));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
