package oxt.api;

import oxt.model.Problem;

/**
 * How much of a document is read before it is refused.
 *
 * @param characters UTF-16 units
 * @param depth of lists and mappings within each other
 */
public record Bounds(int characters, int depth) {
    /** What a person writes: a VM with all disks, NICs and rules has under 64 KiB. */
    public static final Bounds DOCUMENT = new Bounds(1 << 18, 32);

    /** What a client of the API sends. */
    public static final Bounds REQUEST = new Bounds(1 << 20, 32);

    /** What the daemon answers: 10,000 VM summaries have 4 MB. Plans are nested deepest. */
    public static final Bounds REPLY = new Bounds(1 << 26, 64);

    Problem tooLarge() {
        return new Problem.Invalid(
                "document-too-large",
                "The document has more than " + characters + " characters.",
                "Send a smaller document.");
    }
}
