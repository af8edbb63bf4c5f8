package oxt.trust;

import oxt.model.Problem;

/** Bytes that are not what they should be, from an offset on; readers make a problem of it. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * @param why the rest of a sentence that begins with "at byte N"
     */
    Malformed(long offset, String why) {
        super(why, null, false, false);
        this.offset = offset;
    }

    long offset() {
        return offset;
    }

    /**
     * @param what "The event log", for example
     */
    Problem problem(String what) {
        return new Problem.Invalid(
                "log-malformed",
                what + " cannot be read: at byte " + offset + " " + getMessage() + ".",
                "Take it again from the machine that wrote it; nothing of this one may be used.");
    }
}
