package oxt.store;

import java.time.Instant;

/** An event in its place; its number is higher than that of every earlier event, for good. */
public record StoredEvent(long sequence, Instant instant, NewEvent event) {}
