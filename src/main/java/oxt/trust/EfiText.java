package oxt.trust;

import java.nio.charset.StandardCharsets;

/** UEFI's text: UTF-16 in little-endian order (UEFI 2.10, 2.3.1). */
final class EfiText {
    private EfiText() {}

    /** All of it. */
    static String whole(Bytes bytes) {
        return Printable.of(bytes.text(StandardCharsets.UTF_16LE));
    }

    /** Up to the first NUL. */
    static String terminated(Bytes bytes) {
        String text = bytes.text(StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        return Printable.of(end < 0 ? text : text.substring(0, end));
    }

    /** As {@link #terminated}, and the cursor is behind the NUL. */
    static String take(Cursor cursor, String what) {
        Bytes rest = cursor.rest();
        for (int at = 0; at + 1 < rest.length(); at += 2) {
            if (rest.at(at) == 0 && rest.at(at + 1) == 0) {
                return terminated(cursor.take(at + 2, what));
            }
        }
        throw cursor.malformed(what + " begins and has no end");
    }

    /** Whether bytes look like such text of Latin letters rather than like single bytes. */
    static boolean isLikely(Bytes bytes) {
        return bytes.length() >= 4
                && bytes.length() % 2 == 0
                && bytes.at(0) != 0
                && bytes.at(1) == 0
                && bytes.at(2) != 0
                && bytes.at(3) == 0;
    }
}
