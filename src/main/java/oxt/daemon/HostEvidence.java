package oxt.daemon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import oxt.api.KeysDocument;
import oxt.daemon.work.LaunchEvidence;
import oxt.host.tpm.Attesting;
import oxt.host.tpm.HostTpm;
import oxt.host.tpm.Tpm;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.trust.BootStatus;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.evidence.Evidence;
import oxt.trust.evidence.VmStatement;
import oxt.trust.tpm.Credential;
import oxt.trust.tpm.PcrSelection;

/** Evidence of this machine's boot, by its TPM; one asks at a time. */
record HostEvidence(HostTpm host) implements LaunchEvidence {

    @Override
    public synchronized KeysDocument keys() {
        try (Tpm tpm = host.open()) {
            return new KeysDocument(
                    Attesting.key(tpm).written(),
                    Attesting.endorsement(tpm).written(),
                    Attesting.certificate(tpm).map(List::of).orElse(List.of()));
        }
    }

    @Override
    public synchronized Evidence quote(Bytes nonce, Optional<VmStatement> statement) {
        Map<HashAlgorithm, PcrBank> registers = host.registers();
        if (registers.isEmpty()) {
            throw new ProblemException(host.noLog());
        }
        Optional<Bytes> log = host.logBytes();
        PcrSelection selection = selection(BootStatus.bank(readable(), registers));
        Bytes qualification = statement.map(about -> about.qualification(nonce)).orElse(nonce);
        try (Tpm tpm = host.open()) {
            Attesting.Quoted quoted = Attesting.quote(tpm, qualification, selection);
            return new Evidence(
                    nonce,
                    quoted.quote(),
                    quoted.signature(),
                    quoted.key().written(),
                    quoted.registers(),
                    log,
                    statement);
        }
    }

    private Optional<EventLog> readable() {
        return host.log().map(Reading::orThrow);
    }

    /**
     * What something was measured into; but not what the kernel measures files into all the time,
     * of which no policy says what it may be.
     */
    private static PcrSelection selection(PcrBank bank) {
        var registers = new TreeSet<Pcr>(bank.values().keySet());
        registers.removeIf(pcr -> bank.isUntouched(pcr) || pcr.equals(BootStatus.FILES));
        return PcrSelection.of(bank.algorithm(), registers);
    }

    @Override
    public synchronized Bytes activate(Credential credential) {
        try (Tpm tpm = host.open()) {
            return Attesting.activate(tpm, credential).bytes();
        }
    }
}
