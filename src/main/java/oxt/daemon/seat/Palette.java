package oxt.daemon.seat;

import java.util.List;

/** Colours that are told apart next to each other, also by most who see few colours. */
final class Palette {
    /** White on any of them has a contrast of 3 to 1 and more. */
    private static final List<String> COLOURS =
            List.of(
                    "#2f6fb3", // blue
                    "#b5541c", // orange
                    "#2e7d4f", // green
                    "#a33c8f", // purple
                    "#8a6d00", // ochre
                    "#b3323a", // red
                    "#0e7c86", // teal
                    "#5b5fb0", // indigo
                    "#6b6f76"); // grey

    private Palette() {}

    /**
     * @param number from 1 on; after the last colour the first one comes again
     */
    static String colour(int number) {
        return COLOURS.get((number - 1) % COLOURS.size());
    }
}
