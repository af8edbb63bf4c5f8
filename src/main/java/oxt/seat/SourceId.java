package oxt.seat;

/** One viewer of one VM's screen, as long as it looks. */
public record SourceId(long number) {}
