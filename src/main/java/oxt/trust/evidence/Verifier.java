package oxt.trust.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.tpm.Attestation;
import oxt.trust.tpm.SignatureCheck;

/** Judges a machine by its evidence, with nothing of that machine at hand. */
public final class Verifier {
    private static final Comparator<Attestation.Clock> TIME =
            Comparator.comparingLong(Attestation.Clock::resets)
                    .thenComparingLong(Attestation.Clock::restarts)
                    .thenComparingLong(Attestation.Clock::millis);

    private final SignatureCheck check;

    public Verifier(SignatureCheck check) {
        this.check = check;
    }

    public Verdict verify(Evidence evidence, Question question) {
        List<Problem> doubts = new ArrayList<>();
        if (question.nonce().isPresent() && !question.nonce().get().equals(evidence.nonce())) {
            doubts.add(Doubt.wrongNonce());
        }
        if (question.key().isEmpty()) {
            doubts.add(Doubt.unknownKey());
        }
        // Without a key that somebody vouches for, the other checks still say what else is wrong.
        Reading<QuotedRegisters> quoted =
                QuotedRegisters.check(evidence, question.key().orElse(evidence.key()), check);
        return switch (quoted) {
            case Reading.Bad<QuotedRegisters>(var problems) -> {
                problems.stream().filter(each -> !doubts.contains(each)).forEach(doubts::add);
                yield new Verdict.Unproven(doubts);
            }
            case Reading.Good<QuotedRegisters>(var registers) -> {
                older(registers, question).ifPresent(doubts::add);
                yield BootJudge.judge(registers, evidence, question, doubts);
            }
        };
    }

    private Optional<Problem> older(QuotedRegisters now, Question question) {
        if (question.earlier().isEmpty()) {
            return Optional.empty();
        }
        Evidence earlier = question.earlier().get();
        return switch (QuotedRegisters.check(
                earlier, question.key().orElse(earlier.key()), check)) {
            case Reading.Good<QuotedRegisters>(var then) ->
                    TIME.compare(then.clock(), now.clock()) < 0
                            ? Optional.empty()
                            : Optional.of(Doubt.older());
            case Reading.Bad<QuotedRegisters>(var problems) ->
                    Optional.of(Doubt.earlierUnproven(problems.getFirst().what()));
        };
    }
}
