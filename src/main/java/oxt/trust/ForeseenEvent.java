package oxt.trust;

/**
 * Something that a coming boot should measure.
 *
 * @param digest in the bank that is sealed to
 * @param what for people: a file, a command line, or what this boot's log says
 */
public record ForeseenEvent(Pcr pcr, Bytes digest, String what, Source source) {

    public enum Source {
        /** As in this boot. */
        CARRIED_OVER,
        /** Computed of a file as it is on the disk now. */
        COMPUTED
    }
}
