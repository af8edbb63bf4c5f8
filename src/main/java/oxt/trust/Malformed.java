package oxt.trust;

import oxt.model.Problem;

/** Bytes that are not what they should be, from an offset on; readers make a problem of it. */
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * @param why the rest of a sentence that begins with "at byte N"
     */
    public Malformed(long offset, String why) {
        super(why, null, false, false);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }

    /**
     * @param what "The event log", for example
     */
    public String sentence(String what) {
        return what + " cannot be read: at byte " + offset + " " + getMessage() + ".";
    }

    /** For what is a log. */
    Problem problem(String what) {
        return new Problem.Invalid(
                "log-malformed",
                sentence(what),
                "Take it again from the machine that wrote it; nothing of this one may be used.");
    }
}
