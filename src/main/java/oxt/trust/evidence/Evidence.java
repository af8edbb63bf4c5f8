package oxt.trust.evidence;

import java.util.List;
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
 * @param statement about a VM that runs there
 */
public record Evidence(
        Bytes nonce,
        Bytes quote,
        Bytes signature,
        Bytes key,
        PcrBank registers,
        Optional<Bytes> log,
        Optional<VmStatement> statement,
        Endorsement endorsement) {

    /**
     * What the maker of the TPM says of it.
     *
     * @param key the endorsement key, a TPMT_PUBLIC
     * @param certificates X.509 in DER, the key's own first; empty where the TPM has none
     */
    public record Endorsement(Optional<Bytes> key, List<Bytes> certificates) {
        public static final Endorsement NONE = new Endorsement(Optional.empty(), List.of());

        public Endorsement {
            certificates = List.copyOf(certificates);
        }
    }

    /** What the TPM has to have signed for this nonce and statement. */
    Bytes qualification() {
        return statement.map(about -> about.qualification(nonce)).orElse(nonce);
    }
}
