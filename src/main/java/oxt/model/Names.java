package oxt.model;

import java.util.regex.Pattern;

/** What every name looks like: safe as a file name, a host name and a word on a command line. */
public final class Names {
    /** A letter, then up to 31 letters, digits and dashes, in lower case. */
    public static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private Names() {}

    static void check(String text) {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a name: " + text);
        }
    }
}
