package oxt.seat.rfb;

import java.util.Set;

/** The numbers of encodings that a viewer may ask for (RFC 6143, 7.7, and the community's list). */
final class Encoding {
    private static final Set<Integer> PICTURES = Set.of(0, 1, 2, 4, 5, 6, 7, 15, 16, 17, -260);

    /**
     * Sizes, cursors, the name, lights on the keyboard, keys by position. Not here: the extended
     * clipboard, sound, fences and updates without being asked.
     */
    private static final Set<Integer> BESIDES =
            Set.of(-223, -224, -239, -240, -257, -258, -261, -307, -308, -314);

    private Encoding() {}

    static boolean isFree(int number) {
        return PICTURES.contains(number) || BESIDES.contains(number) || isQuality(number);
    }

    private static boolean isQuality(int number) {
        return number >= -32 && number <= -23 || number >= -256 && number <= -247;
    }
}
