package oxt.seat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import oxt.made.Seeds;
import oxt.model.VmId;
import oxt.seat.Input.Keystroke;
import oxt.seat.Input.Motion;
import oxt.seat.Input.Pointer;

/** Whatever happens at a seat, in whatever order. */
class SeatPropertyTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final List<VmId> VMS =
            List.of(new VmId(new UUID(0, 1)), new VmId(new UUID(0, 2)), new VmId(new UUID(0, 3)));

    /** Those of chords, and two others. */
    private static final List<Integer> POSITIONS =
            List.of(0x1d, 0x9d, 0x38, 0xb8, 0x2a, 0xd3, 0x53, 0x02, 0x03, 0x0b, 0x1e, 0x39);

    private static final List<Integer> SYMBOLS =
            List.of(0xffe3, 0xffe7, 0xffff, 0xffac, (int) '1', (int) 'a', (int) 'A', 0xe9, 0xc9);

    @Test
    void whatever_happens_a_vm_without_the_focus_gets_nothing_and_has_nothing_down() {
        Seeds.forEach(
                400,
                random -> {
                    Story story = new Story(random);
                    for (int step = 0; step < 200; step++) {
                        story.goOn();
                    }
                });
    }

    /** A seat and the guests that are at it, as they see their own keyboards. */
    private static final class Story {
        private final RandomGenerator random;
        private final Map<SourceId, VmId> viewers = new HashMap<>();
        private final Map<SourceId, Set<Key>> down = new HashMap<>();
        private final Map<SourceId, Integer> buttons = new HashMap<>();
        private Seat seat = Seat.begin(NOON);
        private long next;

        Story(RandomGenerator random) {
            this.random = random;
        }

        void goOn() {
            SeatEvent event = event();
            Seat.Next after = seat.after(event);
            if (event instanceof SeatEvent.Came(var source, var vm)) {
                viewers.put(source, vm);
            }
            for (Seat.Sent sent : after.sent()) {
                take(event, after.seat(), sent);
            }
            if (event instanceof SeatEvent.Gone(var source)) {
                assertTrue(down.getOrDefault(source, Set.of()).isEmpty(), "keys of one who went");
                viewers.remove(source);
            }
            seat = after.seat();
            check();
        }

        private void take(SeatEvent event, Seat after, Seat.Sent sent) {
            VmId vm = viewers.get(sent.source());
            assertTrue(seat.focus().isOn(vm), "input for a VM without the focus: " + sent);
            boolean loses = !after.focus().isOn(vm);
            Set<Key> keys = down.computeIfAbsent(sent.source(), _ -> new HashSet<>());
            switch (sent.input()) {
                case Keystroke(var key, _, var motion) when motion == Motion.DOWN -> {
                    assertFalse(loses, "pressed while the focus goes: " + event);
                    keys.add(key);
                }
                case Keystroke(var key, _, _) -> keys.remove(key);
                case Pointer(var pressed, _, _) -> {
                    assertTrue(pressed == 0 || !loses, "clicked while the focus goes: " + event);
                    buttons.put(sent.source(), pressed);
                }
                case Input.Resize _ -> assertFalse(loses);
            }
            assertFalse(
                    Chords.DEFAULT.attention().isWithin(keys), "a guest sees attention: " + keys);
        }

        private void check() {
            assertEquals(viewers.keySet(), seat.sources().keySet());
            viewers.forEach(
                    (source, vm) -> {
                        if (!seat.focus().isOn(vm)) {
                            assertEquals(Set.of(), down.getOrDefault(source, Set.of()));
                            assertEquals(0, buttons.getOrDefault(source, 0));
                        }
                    });
            if (seat.lock() == Seat.Lock.LOCKED) {
                assertEquals(new Focus.Console(), seat.focus());
            }
        }

        private SeatEvent event() {
            List<SourceId> sources = new ArrayList<>(viewers.keySet());
            sources.add(new SourceId(next));
            SourceId source = one(sources);
            Instant at = NOON.plusSeconds(random.nextInt(1000));
            return switch (random.nextInt(40)) {
                case 0, 1 -> new SeatEvent.Came(new SourceId(next++), one(VMS));
                case 2 -> new SeatEvent.Gone(source);
                case 3, 4, 5 -> new SeatEvent.Focused(new Focus.OnVm(one(VMS)), at);
                case 6 -> new SeatEvent.Focused(new Focus.Console(), at);
                case 7 -> random.nextInt(4) == 0 ? new SeatEvent.Locked() : passed(at);
                case 8, 9 -> new SeatEvent.Unlocked(at);
                case 10 -> new SeatEvent.Ended(one(VMS));
                case 11 ->
                        new SeatEvent.Slotted(
                                Map.of(
                                        new SeatSlot(1), VMS.get(0),
                                        new SeatSlot(2), one(VMS)));
                case 12 ->
                        new SeatEvent.Arranged(
                                Chords.DEFAULT, Optional.of(Duration.ofSeconds(900)));
                case 13, 14, 15, 16 ->
                        new SeatEvent.Done(
                                source, new Pointer(random.nextInt(8), 5, random.nextInt(9)), at);
                case 17 -> new SeatEvent.Done(source, new Input.Resize(800, 600, List.of()), at);
                default -> new SeatEvent.Done(source, keystroke(), at);
            };
        }

        private static SeatEvent passed(Instant at) {
            return new SeatEvent.Passed(at);
        }

        private Keystroke keystroke() {
            Motion motion = one(List.of(Motion.DOWN, Motion.DOWN, Motion.UP));
            if (random.nextInt(4) == 0) {
                int symbol = one(SYMBOLS);
                return new Keystroke(Key.of(symbol), symbol, motion);
            }
            return new Keystroke(new Key.At(one(POSITIONS)), 0, motion);
        }

        private <T> T one(List<T> things) {
            return things.get(random.nextInt(things.size()));
        }
    }
}
