/**
 * The simulated engine: VMs that exist only in memory, with real rules about what may happen to
 * them. For demonstrations, tests, scale and what-if; it says so wherever it is shown.
 */
@NullMarked
package oxt.engine.sim;

import org.jspecify.annotations.NullMarked;
