package oxt.daemon.seat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import oxt.model.VmId;
import oxt.seat.Focus;
import oxt.seat.Input;
import oxt.seat.Key;
import oxt.seat.Seat;
import oxt.seat.SourceId;
import oxt.store.Caller;

class HostSeatTest {
    private static final VmId WORK = VmId.of("0f3c1a52-7d0e-4a55-9d0f-6a1f4f0d2b11");

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final List<Seat.Lock> heard = new ArrayList<>();
    private final HostSeat seat =
            new HostSeat(() -> now, Map::of, (_, _, after) -> heard.add(after.lock()));

    @Test
    void an_idle_seat_is_locked_and_one_that_is_used_is_not() {
        seat.lockAfter(Optional.of(Duration.ofMinutes(10)));
        seat.focus(Caller.DAEMON, new Focus.OnVm(WORK));
        SourceId source = seat.come(WORK, Caller.DAEMON, _ -> {});
        pass(Duration.ofMinutes(9));
        seat.input(source, new Input.Keystroke(new Key.At(30), 0, Input.Motion.DOWN));
        pass(Duration.ofMinutes(9));
        assertEquals(Seat.Lock.OPEN, seat.now().lock());
        pass(Duration.ofMinutes(1));
        assertEquals(Seat.Lock.LOCKED, seat.now().lock());
        assertEquals(new Focus.Console(), seat.now().focus());
        assertEquals(List.of(Seat.Lock.OPEN, Seat.Lock.LOCKED), heard);
    }

    @Test
    void one_that_was_unlocked_is_not_locked_again_at_once() {
        seat.lockAfter(Optional.of(Duration.ofMinutes(10)));
        pass(Duration.ofHours(1));
        seat.unlock(Caller.DAEMON);
        pass(Duration.ofMinutes(9));
        assertEquals(Seat.Lock.OPEN, seat.now().lock());
    }

    @Test
    void where_it_is_not_asked_to_it_stays_open() {
        pass(Duration.ofDays(9));
        assertEquals(Seat.Lock.OPEN, seat.now().lock());
        assertEquals(List.of(), heard);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        seat.look();
    }
}
