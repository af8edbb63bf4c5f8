/**
 * This machine's TPM: as its kernel shows it ({@link oxt.host.tpm.HostTpm}), and asked itself
 * ({@link oxt.host.tpm.Tpm}).
 */
@NullMarked
package oxt.host.tpm;

import org.jspecify.annotations.NullMarked;
