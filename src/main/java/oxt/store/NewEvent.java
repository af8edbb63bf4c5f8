package oxt.store;

/**
 * Something that happened, for whoever watches.
 *
 * @param kind in words with dashes: {@code vm-started}
 * @param object what it happened to
 * @param detail JSON, in the caller's encoding
 */
public record NewEvent(String kind, String object, String detail) {}
