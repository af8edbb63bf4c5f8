package oxt.cli;

/**
 * Text from elsewhere without what could act on the reader's terminal: a guest's words may hold
 * control sequences that rename the window, or type.
 */
final class Harmless {
    private Harmless() {}

    /** On one line. */
    static String line(String text) {
        return isHarmless(text, "") ? text : without(text, "");
    }

    /** Of many lines; tabs and newlines stay. */
    static String text(String text) {
        return isHarmless(text, "\n\t") ? text : without(text, "\n\t");
    }

    private static boolean isHarmless(String text, String allowed) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i)) && allowed.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String without(String text, String allowed) {
        StringBuilder harmless = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isControl(c) || allowed.indexOf(c) >= 0) {
                harmless.append(c);
            } else if (c == '\n') {
                harmless.append(' ');
            } else if (c != '\r') {
                harmless.append('\uFFFD');
            }
        }
        return harmless.toString();
    }

    private static boolean isControl(char c) {
        // C0, DEL, C1; and the marks that turn the direction of a line around.
        return c < 0x20
                || (c >= 0x7F && c < 0xA0)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
