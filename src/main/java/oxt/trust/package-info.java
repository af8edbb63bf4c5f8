/**
 * What may be believed of a boot: event logs, register replay, verdicts. Pure.
 *
 * <p>A log is bytes that anybody may have written. {@link oxt.trust.EventLogReader} makes a {@link
 * oxt.trust.EventLog} of them, which is a claim; {@link oxt.trust.Replay} compares it with a TPM's
 * registers, and only that makes a {@link oxt.trust.ProvenLog}. Start at {@code Replay}.
 */
@NullMarked
package oxt.trust;

import org.jspecify.annotations.NullMarked;
