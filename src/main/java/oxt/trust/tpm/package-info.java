/**
 * What a TPM 2.0 is told and what it answers, as bytes. Pure: nonces and keys are parameters.
 *
 * <p>Written after "Trusted Platform Module Library", revision 1.59, of the TCG: part 1 tells of
 * sessions, part 2 of structures, part 3 of commands. Start at {@link oxt.trust.tpm.PublicArea} for
 * keys.
 */
@NullMarked
package oxt.trust.tpm;

import org.jspecify.annotations.NullMarked;
