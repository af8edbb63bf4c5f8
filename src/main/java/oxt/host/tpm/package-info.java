/** This machine's TPM, as its kernel shows it. Start at {@link oxt.host.tpm.HostTpm}. */
@NullMarked
package oxt.host.tpm;

import org.jspecify.annotations.NullMarked;
