package oxt.seat.rfb;

import java.util.List;
import oxt.seat.Input;

/** One thing that a viewer says. */
public sealed interface ViewerMessage {

    /** It speaks version 3.8, the only one here (7.1.1). */
    record Version() implements ViewerMessage {}

    /** It asks for no password: who may look is decided before (7.1.2). */
    record Open() implements ViewerMessage {}

    /**
     * It is ready for the picture (7.3.1). Whether it would have it for itself alone is not asked:
     * that would end the others' talks.
     */
    record Ready() implements ViewerMessage {}

    /** In which form it wants colours (7.5.1). */
    record Format(
            int bitsPerPixel,
            int depth,
            int bigEndian,
            int trueColour,
            int redMost,
            int greenMost,
            int blueMost,
            int redShift,
            int greenShift,
            int blueShift)
            implements ViewerMessage {}

    /** In which forms it takes pictures, as far as they have nothing to do with anything else. */
    record Encodings(List<Integer> numbers) implements ViewerMessage {
        public Encodings {
            numbers = List.copyOf(numbers);
        }
    }

    /** It wants this part of the picture (7.5.3). */
    record Update(int incremental, int x, int y, int width, int height) implements ViewerMessage {}

    /** It would do something to the VM. */
    record Does(Input input) implements ViewerMessage {}

    /** It says something that goes nowhere: what it has cut, a key without a place. */
    record Dropped() implements ViewerMessage {}

    /** It cannot be understood; nothing that it says later is read. */
    record Strange(String why) implements ViewerMessage {}
}
