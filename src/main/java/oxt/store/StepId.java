package oxt.store;

/** A step in the journal: which plan it is of, and its position among that plan's steps. */
public record StepId(PlanId plan, int position) {}
