/**
 * What may be believed of another machine: evidence that it hands out, a policy of what it may have
 * booted, and the verdict. Pure.
 *
 * <pre>
 *  Evidence --QuoteCheck--> QuotedRegisters --Replay--> ProvenLog --BootJudge--> Verdict
 *  (claims)   signature,     what the TPM had            what led
 *             nonce, key                                 to it
 * </pre>
 *
 * <p>Only the check makes the next type; what fails it is unproven, and nothing of it is judged.
 * Start at {@link oxt.trust.evidence.Verifier}.
 */
@NullMarked
package oxt.trust.evidence;

import org.jspecify.annotations.NullMarked;
