package oxt.trust.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.PcrBank;
import oxt.trust.tpm.Attestation;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.PublicArea;
import oxt.trust.tpm.SignatureCheck;
import oxt.trust.tpm.TpmSignature;

/**
 * Registers as a TPM signed them; {@link #check} alone makes one.
 *
 * <p>That the TPM is the one asked for, and that its key signs nothing made up outside, is part of
 * the check.
 */
final class QuotedRegisters {
    private final PcrBank bank;
    private final Attestation.Clock clock;

    private QuotedRegisters(PcrBank bank, Attestation.Clock clock) {
        this.bank = bank;
        this.clock = clock;
    }

    PcrBank bank() {
        return bank;
    }

    Attestation.Clock clock() {
        return clock;
    }

    /**
     * All that is wrong; where it cannot be read, that only.
     *
     * @param key the machine's, as it was enrolled
     */
    static Reading<QuotedRegisters> check(Evidence evidence, Bytes key, SignatureCheck check) {
        return Attestation.read(evidence.quote())
                .then(
                        quote ->
                                TpmSignature.read(evidence.signature())
                                        .then(
                                                signature ->
                                                        PublicArea.read(key, "The attestation key")
                                                                .then(
                                                                        area ->
                                                                                check(
                                                                                        evidence,
                                                                                        quote,
                                                                                        signature,
                                                                                        area,
                                                                                        check))));
    }

    private static Reading<QuotedRegisters> check(
            Evidence evidence,
            Attestation quote,
            TpmSignature signature,
            PublicArea key,
            SignatureCheck check) {
        List<Problem> problems = new ArrayList<>();
        if (!key.written().equals(evidence.key())) {
            problems.add(Doubt.wrongKey());
        }
        if (!key.isRestrictedSigningKey()) {
            problems.add(Doubt.unrestrictedKey());
        }
        if (!signature.isBy(key, quote.signed(), check)) {
            problems.add(Doubt.wrongSignature());
        }
        if (!quote.nonce().equals(evidence.qualification())) {
            problems.add(
                    evidence.statement().isPresent() ? Doubt.wrongStatement() : Doubt.wrongNonce());
        }
        registers(evidence.registers(), quote, signature).ifPresent(problems::add);
        return problems.isEmpty()
                ? Reading.good(new QuotedRegisters(evidence.registers(), quote.clock()))
                : new Reading.Bad<>(problems);
    }

    /** Some TPMs select nothing of the banks that nobody asked for. */
    private static Optional<Problem> registers(
            PcrBank bank, Attestation quote, TpmSignature signature) {
        List<PcrSelection> selections =
                quote.selections().stream().filter(each -> !each.registers().isEmpty()).toList();
        if (selections.isEmpty()) {
            return Optional.of(Doubt.noRegisters());
        }
        PcrSelection selection = selections.getFirst();
        if (selections.size() > 1 || selection.bank() != bank.algorithm()) {
            return Optional.of(Doubt.mixedBanks());
        }
        boolean same =
                selection.registers().equals(bank.values().keySet())
                        && signature
                                .hash()
                                .digest(bank.values().values().toArray(Bytes[]::new))
                                .equals(quote.digest());
        return same ? Optional.empty() : Optional.of(Doubt.otherRegisters());
    }
}
