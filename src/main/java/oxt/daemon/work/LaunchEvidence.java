package oxt.daemon.work;

import java.util.Optional;
import oxt.api.KeysDocument;
import oxt.api.QuoteRequest;
import oxt.trust.Bytes;
import oxt.trust.evidence.Evidence;
import oxt.trust.evidence.VmStatement;
import oxt.trust.tpm.Credential;

/** What this machine proves to others about its boot. */
public interface LaunchEvidence {

    KeysDocument keys();

    /**
     * @param statement about a VM that runs here
     */
    Evidence quote(Bytes nonce, Optional<VmStatement> statement, QuoteRequest.FileList files);

    /** The answer to whoever wants to know that both keys are of one TPM. */
    Bytes activate(Credential credential);
}
