package oxt.seat;

/** A key of a keyboard. */
public sealed interface Key {

    /**
     * By where it is.
     *
     * @param position its number in PC scan code set 1, extended ones with the eighth bit set
     */
    record At(int position) implements Key {
        public static final int MOST = 0xff;

        public At {
            if (position < 1 || position > MOST) {
                throw new IllegalArgumentException("position: " + position);
            }
        }
    }

    /**
     * By what it writes, where a viewer tells no more and nothing here depends on it.
     *
     * @param symbol as X11 numbers them
     */
    record Saying(int symbol) implements Key {}

    /** The key that writes this: by its place where that is the same on most keyboards. */
    static Key of(int symbol) {
        return KeyNames.position(symbol).<Key>map(At::new).orElseGet(() -> new Saying(symbol));
    }
}
