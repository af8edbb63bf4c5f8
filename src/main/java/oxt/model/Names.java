package oxt.model;

import java.util.regex.Pattern;

/** What every name looks like: safe as a file name, a host name and a word on a command line. */
public final class Names {
    /** A letter, then up to 31 letters, digits and dashes, in lower case. */
    public static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private static final int LONGEST = 32;

    private Names() {}

    /** Whether a text matches {@link #PATTERN}, which takes far longer to ask. */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int index = 1; index < text.length(); index++) {
            char c = text.charAt(index);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return 'a' <= c && c <= 'z';
    }

    static void check(String text) {
        if (!isName(text)) {
            throw new IllegalArgumentException("not a name: " + text);
        }
    }
}
