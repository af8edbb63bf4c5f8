package oxt.seat;

import java.util.Optional;
import java.util.Set;

/**
 * The chords of a seat.
 *
 * @param attention always leads to the console, and is never seen by a guest
 * @param console leads there as well
 * @param slots with these and a number from 1 to 9 the VM in that slot is chosen
 */
public record Chords(Chord attention, Chord console, Set<Modifier> slots) {
    /** As users of OpenXT know them. */
    public static final Chords DEFAULT =
            new Chords(
                    new Chord(Set.of(Modifier.CTRL, Modifier.ALT), "delete"),
                    new Chord(Set.of(Modifier.CTRL), "0"),
                    Set.of(Modifier.CTRL));

    public Chords {
        slots = Set.copyOf(slots);
        if (slots.isEmpty()) {
            throw new IllegalArgumentException("a number alone is no chord");
        }
    }

    /** What a chord asks for. */
    sealed interface Wish {
        record ToConsole() implements Wish {}

        record ToSlot(SeatSlot slot) implements Wish {}
    }

    /**
     * What these keys ask for, where they are a chord.
     *
     * @param held all that are down at the source, the last one too
     */
    Optional<Wish> wish(Key last, Set<Key> held) {
        if (attention.isWithin(held) || console.endsWith(last, held)) {
            return Optional.of(new Wish.ToConsole());
        }
        for (int number = 1; number <= SeatSlot.MOST; number++) {
            if (new Chord(slots, Integer.toString(number)).endsWith(last, held)) {
                return Optional.of(new Wish.ToSlot(new SeatSlot(number)));
            }
        }
        return Optional.empty();
    }

    /** The modifiers of a slot's chord, as they are written. */
    public String slotWords() {
        return Chord.words(slots);
    }
}
