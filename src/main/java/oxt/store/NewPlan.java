package oxt.store;

import oxt.model.VmId;

/**
 * A plan about to be run.
 *
 * @param kind what it is for, in a word: {@code start}, {@code stop}
 * @param plan the whole of it, in the caller's encoding
 */
public record NewPlan(VmId vm, String kind, String plan, Caller caller) {}
