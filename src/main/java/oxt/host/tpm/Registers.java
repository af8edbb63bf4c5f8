package oxt.host.tpm;

import java.util.Map;
import oxt.trust.HashAlgorithm;
import oxt.trust.PcrBank;

/** What a TPM's registers hold, and how one comes to know it. */
public interface Registers {

    /** Whether there is a TPM whose registers they are. */
    boolean areThere();

    /** How the kernel calls the TPM, where its logs have their folders. */
    String name();

    /** Every bank that is there with all registers that it has; none where there is no TPM. */
    Map<HashAlgorithm, PcrBank> values();
}
