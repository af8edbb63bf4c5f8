package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.evidence.BootPolicy;
import oxt.trust.evidence.Evidence;
import oxt.trust.evidence.Machines;
import oxt.trust.evidence.Question;
import oxt.trust.evidence.Verdict;
import oxt.trust.evidence.Verifier;
import oxt.trust.tpm.JdkSignatures;

/** Evidence and policies, as strangers may write them. */
public final class EvidenceFuzz {
    private static final Verifier VERIFIER = new Verifier(new JdkSignatures());

    private EvidenceFuzz() {}

    /** Nobody makes up evidence that is trusted. */
    public static void evidence(byte[] bytes) {
        switch (EvidenceDocument.read(new String(bytes, StandardCharsets.UTF_8))) {
            case Reading.Good<Evidence>(var evidence) -> {
                String written = Json.write(EvidenceDocument.SHAPE.write(evidence));
                assertEquals(evidence, EvidenceDocument.read(written).orThrow());
                Verdict verdict =
                        VERIFIER.verify(
                                evidence,
                                new Question(
                                        recorded(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()));
                assertInstanceOf(Verdict.Unproven.class, verdict);
                VerdictReply reply = VerdictReply.of(verdict);
                assertEquals(
                        reply, VerdictReply.SHAPE.read(VerdictReply.SHAPE.write(reply)).orThrow());
            }
            case Reading.Bad<Evidence>(var problems) -> refused(problems);
        }
    }

    /** Keys that a machine says it has, and a challenge that it says it was given. */
    public static void enrolment(byte[] bytes) {
        byte[] random = new byte[3 * Enrolment.CHANCE];
        if (Enrolment.challenge(bytes, random) instanceof Reading.Bad<Node.Mapping>(var problems)) {
            refused(problems);
        }
        byte[] answer = "{\"answer\":\"00\"}".getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(
                Reading.Bad.class,
                Enrolment.enrol(bytes, answer, Optional.of(bytes), Instant.EPOCH));
    }

    public static void policy(byte[] bytes) {
        switch (PolicyDocument.read(bytes)) {
            case Reading.Good<BootPolicy>(var policy) -> {
                assertTrue(policy.judges());
                assertTrue(policy.values().size() <= policy.registers().size());
                String yaml = PolicyDocument.yaml(policy);
                if (yaml.length() <= Bounds.DOCUMENT.characters()) {
                    byte[] written = yaml.getBytes(StandardCharsets.UTF_8);
                    assertEquals(policy, PolicyDocument.read(written).orThrow());
                }
            }
            case Reading.Bad<BootPolicy>(var problems) -> refused(problems);
        }
    }

    private static BootPolicy recorded() {
        try {
            return Machines.policy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refused(List<Problem> problems) {
        assertFalse(problems.isEmpty());
        for (Problem problem : problems) {
            assertFalse(problem.what().isBlank());
        }
    }
}
