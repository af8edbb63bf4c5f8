package oxt.trust.evidence;

import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.PcrBank;

/**
 * What a machine hands out to be judged by; anybody may have written any of it.
 *
 * @param nonce that the machine says it was asked with
 * @param quote a TPMS_ATTEST
 * @param signature a TPMT_SIGNATURE over it
 * @param key the attestation key, a TPMT_PUBLIC
 * @param registers their values, of one bank
 * @param log the boot's event log; nothing where the machine has none
 * @param files the kernel's list of the files that it measured; nothing where nobody asked for it
 * @param statement about a VM that runs there
 */
public record Evidence(
        Bytes nonce,
        Bytes quote,
        Bytes signature,
        Bytes key,
        PcrBank registers,
        Optional<Bytes> log,
        Optional<Bytes> files,
        Optional<VmStatement> statement) {

    /** Of the boot alone, without what the kernel measured since. */
    public Evidence(
            Bytes nonce,
            Bytes quote,
            Bytes signature,
            Bytes key,
            PcrBank registers,
            Optional<Bytes> log,
            Optional<VmStatement> statement) {
        this(nonce, quote, signature, key, registers, log, Optional.empty(), statement);
    }

    /** What the TPM has to have signed for this nonce and statement. */
    Bytes qualification() {
        return statement.map(about -> about.qualification(nonce)).orElse(nonce);
    }
}
