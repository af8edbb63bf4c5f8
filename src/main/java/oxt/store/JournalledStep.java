package oxt.store;

import java.time.Instant;

/** A step that was begun, in the encoding of whoever began it, and how far it came. */
public record JournalledStep(
        StepId id, String step, StepState state, Instant begun, Instant changed) {}
