package oxt.seat.rfb;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a screen shows at one moment. */
public final class Picture {
    private static final int LONGEST_HEAD = 32;

    /** Of 1920 by 1200. A viewer is sent up to four bytes for each. */
    private static final int MOST_DOTS = 2_304_000;

    /** As {@link #ofPpm} takes them. */
    public static final int MOST_PPM_BYTES = LONGEST_HEAD + 3 * MOST_DOTS;

    private static final int BYTE = 0xff;
    private static final Pattern HEAD =
            Pattern.compile("P6\n([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})\n255\n");

    private final int width;
    private final int height;
    private final byte[] bytes;
    private final int first;

    private Picture(int width, int height, byte[] bytes, int first) {
        this.width = width;
        this.height = height;
        this.bytes = bytes;
        this.first = first;
    }

    /**
     * Of a portable pixmap with eight bits a colour, as QEMU writes them; nothing where it is none.
     *
     * @param bytes are not copied: nobody else keeps them
     */
    public static Optional<Picture> ofPpm(byte[] bytes) {
        int count = Math.min(bytes.length, LONGEST_HEAD);
        Matcher head = HEAD.matcher(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
        if (!head.lookingAt()) {
            return Optional.empty();
        }
        int width = Integer.parseInt(head.group(1));
        int height = Integer.parseInt(head.group(2));
        long dots = (long) width * height;
        boolean isWhole = dots <= MOST_DOTS && bytes.length == head.end() + 3 * dots;
        return isWhole
                ? Optional.of(new Picture(width, height, bytes, head.end()))
                : Optional.empty();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Red, green and blue, a byte each. */
    int dot(int x, int y) {
        int at = first + 3 * (y * width + x);
        return (bytes[at] & BYTE) << 16 | (bytes[at + 1] & BYTE) << 8 | bytes[at + 2] & BYTE;
    }
}
