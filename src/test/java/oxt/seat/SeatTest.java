package oxt.seat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.model.VmId;
import oxt.seat.Input.Keystroke;
import oxt.seat.Input.Motion;
import oxt.seat.Input.Pointer;
import oxt.seat.Seat.Sent;

class SeatTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final VmId WORK = new VmId(new UUID(0, 1));
    private static final VmId PERSONAL = new VmId(new UUID(0, 2));
    private static final SourceId AT_WORK = new SourceId(1);
    private static final SourceId AT_PERSONAL = new SourceId(2);

    private static final int CTRL = 0x1d;
    private static final int RIGHT_CTRL = 0x9d;
    private static final int ALT = 0x38;
    private static final int SHIFT = 0x2a;
    private static final int DELETE = 0xd3;
    private static final int PAD_DELETE = 0x53;
    private static final int ONE = 0x02;
    private static final int TWO = 0x03;
    private static final int ZERO = 0x0b;
    private static final int A = 0x1e;

    private Seat seat =
            Seat.begin(NOON)
                    .after(new SeatEvent.Came(AT_WORK, WORK))
                    .seat()
                    .after(new SeatEvent.Came(AT_PERSONAL, PERSONAL))
                    .seat()
                    .after(
                            new SeatEvent.Slotted(
                                    Map.of(new SeatSlot(1), WORK, new SeatSlot(2), PERSONAL)))
                    .seat();

    @Test
    void at_first_the_console_has_the_focus_and_no_vm_gets_anything() {
        assertEquals(new Focus.Console(), seat.focus());
        assertEquals(List.of(), type(AT_WORK, down(A), up(A), new Pointer(1, 5, 5)));
    }

    @Test
    void what_is_done_at_the_vm_in_focus_goes_on_and_elsewhere_not() {
        focus(WORK);
        assertEquals(
                sent(AT_WORK, down(A), down(A), up(A)), type(AT_WORK, down(A), down(A), up(A)));
        assertEquals(List.of(), type(AT_PERSONAL, down(A), up(A), new Pointer(1, 5, 5)));
        assertEquals(sent(AT_WORK, new Pointer(0, 9, 9)), type(AT_WORK, new Pointer(0, 9, 9)));
    }

    @Test
    void a_number_with_ctrl_chooses_the_vm_in_that_slot_and_no_guest_sees_the_number() {
        focus(WORK);
        assertEquals(
                sent(AT_WORK, down(CTRL), up(CTRL)),
                type(AT_WORK, down(CTRL), down(TWO), up(TWO), up(CTRL)));
        assertEquals(new Focus.OnVm(PERSONAL), seat.focus());
        type(AT_PERSONAL, down(CTRL), down(ONE));
        assertEquals(new Focus.OnVm(WORK), seat.focus());
        type(AT_WORK, down(CTRL), down(ZERO));
        assertEquals(new Focus.Console(), seat.focus());
    }

    @Test
    void a_number_with_more_than_ctrl_is_the_guests() {
        focus(WORK);
        assertEquals(
                sent(AT_WORK, down(CTRL), down(SHIFT), down(TWO)),
                type(AT_WORK, down(CTRL), down(SHIFT), down(TWO)));
        assertEquals(new Focus.OnVm(WORK), seat.focus());
    }

    @Test
    void a_slot_without_a_vm_changes_nothing_and_its_number_is_not_typed() {
        focus(WORK);
        assertEquals(
                sent(AT_WORK, down(CTRL)), type(AT_WORK, down(CTRL), down(TWO + 5), up(TWO + 5)));
        assertEquals(new Focus.OnVm(WORK), seat.focus());
    }

    @Test
    void attention_is_taken_in_any_order_with_whatever_else_and_on_either_side() {
        for (List<Integer> keys :
                List.of(
                        List.of(CTRL, ALT, DELETE),
                        List.of(DELETE, CTRL, ALT),
                        List.of(RIGHT_CTRL, SHIFT, ALT, PAD_DELETE),
                        List.of(A, ALT, DELETE, RIGHT_CTRL))) {
            focus(WORK);
            List<Input> seen = new ArrayList<>();
            for (int key : keys) {
                type(AT_WORK, down(key)).forEach(sent -> seen.add(sent.input()));
            }
            assertEquals(new Focus.Console(), seat.focus());
            assertEquals(
                    Optional.empty(), seen.stream().filter(down(keys.getLast())::equals).findAny());
            keys.forEach(key -> assertEquals(List.of(), type(AT_WORK, up(key))));
        }
    }

    @Test
    void attention_works_at_a_viewer_without_the_focus() {
        focus(WORK);
        type(AT_PERSONAL, down(CTRL), down(ALT), down(DELETE));
        assertEquals(new Focus.Console(), seat.focus());
    }

    @Test
    void keys_and_buttons_come_up_in_the_vm_that_loses_the_focus() {
        focus(WORK);
        type(AT_WORK, down(A), new Pointer(3, 7, 8));
        Seat.Next next = seat.after(new SeatEvent.Focused(new Focus.Console(), NOON));
        assertEquals(sent(AT_WORK, up(A), new Pointer(0, 7, 8)), next.sent());
    }

    @Test
    void a_key_that_is_held_over_the_switch_is_not_typed_until_it_is_struck_anew() {
        focus(WORK);
        type(AT_WORK, down(A));
        focus(PERSONAL);
        focus(WORK);
        assertEquals(List.of(), type(AT_WORK, down(A), up(A)));
        assertEquals(sent(AT_WORK, down(A)), type(AT_WORK, down(A)));
    }

    @Test
    void keys_come_up_when_their_viewer_goes() {
        focus(WORK);
        type(AT_WORK, down(A));
        Seat.Next next = seat.after(new SeatEvent.Gone(AT_WORK));
        assertEquals(sent(AT_WORK, up(A)), next.sent());
        assertEquals(Set.of(AT_PERSONAL), next.seat().sources().keySet());
    }

    @Test
    void a_key_by_its_symbol_alone_is_the_same_key() {
        focus(WORK);
        Keystroke ctrl = new Keystroke(Key.of(0xffe3), 0xffe3, Motion.DOWN);
        Keystroke zero = new Keystroke(Key.of('0'), '0', Motion.DOWN);
        assertEquals(sent(AT_WORK, ctrl, ctrl.up()), type(AT_WORK, ctrl, zero));
        assertEquals(new Focus.Console(), seat.focus());
    }

    @Test
    void the_console_has_the_focus_while_the_seat_is_locked() {
        focus(WORK);
        assertEquals(sent(AT_WORK, down(CTRL)), type(AT_WORK, down(CTRL)));
        take(new SeatEvent.Locked());
        type(AT_WORK, down(TWO));
        take(new SeatEvent.Focused(new Focus.OnVm(PERSONAL), NOON));
        assertEquals(new Focus.Console(), seat.focus());
        take(new SeatEvent.Unlocked(NOON));
        focus(PERSONAL);
        assertEquals(new Focus.OnVm(PERSONAL), seat.focus());
    }

    @Test
    void the_seat_is_locked_after_so_long_without_input_and_not_before() {
        take(new SeatEvent.Arranged(Chords.DEFAULT, Optional.of(Duration.ofMinutes(5))));
        take(new SeatEvent.Passed(NOON.plusSeconds(299)));
        assertEquals(Seat.Lock.OPEN, seat.lock());
        take(new SeatEvent.Done(AT_WORK, down(A), NOON.plusSeconds(299)));
        take(new SeatEvent.Passed(NOON.plusSeconds(300)));
        assertEquals(Seat.Lock.OPEN, seat.lock());
        take(new SeatEvent.Passed(NOON.plusSeconds(599)));
        assertEquals(Seat.Lock.LOCKED, seat.lock());
    }

    @Test
    void the_console_has_the_focus_when_the_vm_in_focus_ends() {
        focus(WORK);
        take(new SeatEvent.Ended(PERSONAL));
        assertEquals(new Focus.OnVm(WORK), seat.focus());
        take(new SeatEvent.Ended(WORK));
        assertEquals(new Focus.Console(), seat.focus());
    }

    @Test
    void no_more_keys_are_held_than_there_are_fingers() {
        focus(WORK);
        for (int position = 0x60; position < 0x60 + 2 * Source.MOST_HELD; position++) {
            type(AT_WORK, down(position));
        }
        assertEquals(Source.MOST_HELD, seat.sources().get(AT_WORK).held().size());
    }

    @Test
    void a_chord_is_written_as_it_is_read() {
        assertEquals("ctrl+alt+delete", Chord.parse("alt+ctrl+delete").orElseThrow().toString());
        for (String wrong : List.of("", "delete", "ctrl", "ctrl+", "ctrl+ctrl+a", "ctrl+nokey")) {
            assertEquals(Optional.empty(), Chord.parse(wrong), wrong);
        }
    }

    private void focus(VmId vm) {
        take(new SeatEvent.Focused(new Focus.OnVm(vm), NOON));
    }

    private List<Sent> take(SeatEvent event) {
        Seat.Next next = seat.after(event);
        seat = next.seat();
        return next.sent();
    }

    private List<Sent> type(SourceId source, Input... inputs) {
        List<Sent> sent = new ArrayList<>();
        for (Input input : inputs) {
            sent.addAll(take(new SeatEvent.Done(source, input, NOON)));
        }
        return sent;
    }

    private static List<Sent> sent(SourceId source, Input... inputs) {
        return Arrays.stream(inputs).map(input -> new Sent(source, input)).toList();
    }

    private static Keystroke down(int position) {
        return new Keystroke(new Key.At(position), 0, Motion.DOWN);
    }

    private static Keystroke up(int position) {
        return down(position).up();
    }
}
