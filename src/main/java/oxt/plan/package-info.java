/**
 * The thinking: what was wanted and what is there go in, a {@link oxt.plan.Plan} or every {@link
 * oxt.plan.Refusal} comes out.
 *
 * <p>Pure. Start at {@link oxt.plan.StartPlanner}; the vocabulary is {@link oxt.plan.Step}. What a
 * step does to a VM is said once, in {@link oxt.plan.After}: plan checks and the simulated engine
 * both use it.
 *
 * <pre>
 *   OFF --start device model--> CREATED --resume--> RUNNING --pause--> PAUSED
 *    ^                            |                   |  ^               |
 *    |                            |                   |  +----resume-----+
 *    +-------stop device model----+-------------------+------------------+   (or by itself: the guest
 *                                                                             shut down, QEMU died)
 * </pre>
 *
 * OFF with something still held is a VM to tidy ({@link oxt.plan.TidyPlanner}).
 *
 * <pre>
 *   PAUSED --save memory--> PAUSED with a saved state --stop device model--> SAVED
 *   SAVED --restore device model--> PAUSED with a saved state --remove saved state--> PAUSED
 *   SAVED --remove saved state--> OFF
 * </pre>
 *
 * PAUSED with a saved state is one moment twice, and either copy can go; no processor runs there.
 * Whatever ends one of the two is a point of no return ({@link oxt.plan.Step#isPointOfNoReturn}).
 */
@NullMarked
package oxt.plan;

import org.jspecify.annotations.NullMarked;
