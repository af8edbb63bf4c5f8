package oxt.seat.rfb;

import java.nio.ByteBuffer;
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
            implements ViewerMessage {
        private static final int BYTE = 0xff;
        private static final int SHORT = 0xffff;

        /** As 16 bytes of it have it (7.4). */
        static Format read(ByteBuffer bytes, int at) {
            return new Format(
                    bytes.get(at) & BYTE,
                    bytes.get(at + 1) & BYTE,
                    bytes.get(at + 2) & BYTE,
                    bytes.get(at + 3) & BYTE,
                    bytes.getShort(at + 4) & SHORT,
                    bytes.getShort(at + 6) & SHORT,
                    bytes.getShort(at + 8) & SHORT,
                    bytes.get(at + 10) & BYTE,
                    bytes.get(at + 11) & BYTE,
                    bytes.get(at + 12) & BYTE);
        }

        boolean isKnown() {
            return bitsPerPixel == 8 || bitsPerPixel == 16 || bitsPerPixel == 32;
        }
    }

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
