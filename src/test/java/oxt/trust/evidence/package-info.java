/** Judging of machines, by what a software TPM and a real boot's log say. */
@NullMarked
package oxt.trust.evidence;

import org.jspecify.annotations.NullMarked;
