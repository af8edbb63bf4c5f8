package oxt.trust.rehearsal;

import oxt.trust.Pcr;

/**
 * Something that cannot be foretold.
 *
 * @param event as this boot's log names it
 * @param why a sentence
 */
public record Unforeseen(Pcr pcr, String event, String why) {}
