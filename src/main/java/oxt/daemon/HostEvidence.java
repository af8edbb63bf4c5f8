package oxt.daemon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import oxt.api.EvidenceDocument;
import oxt.api.KeysDocument;
import oxt.api.QuoteRequest;
import oxt.daemon.work.LaunchEvidence;
import oxt.host.tpm.Attesting;
import oxt.host.tpm.HostTpm;
import oxt.host.tpm.Tpm;
import oxt.model.Problem;
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
    public synchronized Evidence quote(
            Bytes nonce, Optional<VmStatement> statement, QuoteRequest.FileList files) {
        Map<HashAlgorithm, PcrBank> registers = host.registers();
        if (registers.isEmpty()) {
            throw new ProblemException(host.noLog());
        }
        Optional<Bytes> log = host.logBytes();
        PcrBank bank = BootStatus.bank(readable(), registers);
        PcrSelection selection =
                switch (files) {
                    case INCLUDED -> touched(bank);
                    case LEFT_OUT -> ofBoot(touched(bank));
                };
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
                    files(files),
                    statement);
        }
    }

    private Optional<EventLog> readable() {
        return host.log().map(Reading::orThrow);
    }

    /** Read after the quote, so that it goes at least as far. */
    private Optional<Bytes> files(QuoteRequest.FileList files) {
        return switch (files) {
            case LEFT_OUT -> Optional.empty();
            case INCLUDED -> {
                Bytes list = host.fileBytes().orElseThrow(HostEvidence::noFiles);
                if (list.length() > EvidenceDocument.LARGEST_FILES) {
                    throw tooManyFiles(list.length());
                }
                yield Optional.of(list);
            }
        };
    }

    private static ProblemException noFiles() {
        return new ProblemException(
                new Problem.Missing(
                        "no-file-list",
                        "This machine's kernel keeps no list of files that it measured.",
                        "Ask without it, or have the kernel measure: boot it with ima_policy=tcb"));
    }

    private static ProblemException tooManyFiles(int bytes) {
        return new ProblemException(
                new Problem.Conflict(
                        "file-list-too-long",
                        "The kernel's list of files has "
                                + (bytes >> 20)
                                + " MiB; evidence has room for "
                                + (EvidenceDocument.LARGEST_FILES >> 20)
                                + " MiB.",
                        "Ask without it, or have the kernel measure less: see ima_policy."));
    }

    /** What something was measured into. */
    private static PcrSelection touched(PcrBank bank) {
        var registers = new TreeSet<Pcr>(bank.values().keySet());
        registers.removeIf(bank::isUntouched);
        return PcrSelection.of(bank.algorithm(), registers);
    }

    /** Without what the kernel measures files into all the time. */
    private static PcrSelection ofBoot(PcrSelection selection) {
        var registers = new TreeSet<Pcr>(selection.registers());
        registers.remove(BootStatus.FILES);
        return PcrSelection.of(selection.bank(), registers);
    }

    @Override
    public synchronized Bytes activate(Credential credential) {
        try (Tpm tpm = host.open()) {
            return Attesting.activate(tpm, credential).bytes();
        }
    }
}
