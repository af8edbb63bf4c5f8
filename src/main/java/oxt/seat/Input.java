package oxt.seat;

import java.util.List;

/** What a person does with a VM. */
public sealed interface Input {

    enum Motion {
        DOWN,
        UP
    }

    /**
     * A key goes down or comes up; one that goes down again repeats.
     *
     * @param symbol what it writes in the layout of who types
     */
    record Keystroke(Key key, int symbol, Motion motion) implements Input {

        Keystroke up() {
            return new Keystroke(key, symbol, Motion.UP);
        }
    }

    /**
     * Where the pointer is and which of its buttons are down.
     *
     * @param buttons a bit for each, as in RFC 6143, 7.5.5
     */
    record Pointer(int buttons, int x, int y) implements Input {

        Pointer released() {
            return new Pointer(0, x, y);
        }
    }

    /** The window that shows the screen has another size; a guest may follow it. */
    record Resize(int width, int height, List<Screen> screens) implements Input {
        public Resize {
            screens = List.copyOf(screens);
        }
    }

    /** A part of the picture that is one screen. */
    record Screen(int id, int x, int y, int width, int height, int flags) {}
}
