package oxt.store;

/** Who asked for something: a user of this machine; the name is as it was then. */
public record Caller(long userId, String userName) {
    /** The daemon itself: autostart, adoption, a driver domain that came back. */
    public static final Caller DAEMON = new Caller(0, "oxtd");
}
