/**
 * What a coming boot will measure, foretold from this boot's proven log and the files that are on
 * the disk now. Pure. Start at {@link oxt.trust.rehearsal.Rehearsal}.
 */
@NullMarked
package oxt.trust.rehearsal;

import org.jspecify.annotations.NullMarked;
