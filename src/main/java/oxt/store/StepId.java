package oxt.store;

/** A step of a plan in the journal; positions count from 1 in the order the steps were begun. */
public record StepId(PlanId plan, int position) {}
