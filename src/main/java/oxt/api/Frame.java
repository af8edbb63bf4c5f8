package oxt.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before each part of a command's reply: a word and how many bytes follow, as {@code
 * out 6} and a newline.
 */
public record Frame(Kind kind, int length) {
    /** Above every part that the daemon sends. */
    public static final int LONGEST_PART = 1 << 20;

    /** A word, a space and a number. */
    public static final int LONGEST_HEAD = 32;

    private static final Pattern HEAD = Pattern.compile("([a-z]{2,8}) ([0-9]{1,7})");

    /** What the part is. */
    public enum Kind {
        /** The run's id, for its input; comes first. */
        ID,
        /** A sentence for people: what is waited for. */
        NOTE,
        /** What the command wrote on its standard output. */
        OUT,
        /** What it wrote on its standard error. */
        ERR,
        /** Its exit status as a number in text; comes last. */
        STATUS,
        /** Why there is no exit status, as a list of problems in JSON; comes last. */
        PROBLEM
    }

    /** The words as they are sent, with the newline. */
    public byte[] head() {
        return (Scalars.word(kind) + " " + length + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Without the newline; nothing where it is no head, or of too long a part. */
    public static Optional<Frame> parse(String head) {
        Matcher matcher = HEAD.matcher(head);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(matcher.group(2));
        for (Kind kind : Kind.values()) {
            if (Scalars.word(kind).equals(matcher.group(1)) && length <= LONGEST_PART) {
                return Optional.of(new Frame(kind, length));
            }
        }
        return Optional.empty();
    }
}
