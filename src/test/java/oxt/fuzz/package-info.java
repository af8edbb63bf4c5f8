/**
 * Fuzzing: every parser of what others wrote is tried with millions of inputs that a
 * coverage-guided fuzzer makes up. The parsers' own {@code ...Fuzz} classes stand beside their
 * tests.
 */
@NullMarked
package oxt.fuzz;

import org.jspecify.annotations.NullMarked;
