package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.evidence.Evidence;
import oxt.trust.evidence.Machines;
import oxt.trust.evidence.VmStatement;

class EvidenceDocumentTest {
    @Test
    void evidence_is_read_again_as_it_was_written() throws Exception {
        Evidence evidence = Machines.evidence();
        assertEquals(evidence, EvidenceDocument.read(written(evidence)).orThrow());
        Evidence about = with(evidence, Optional.of(statement()));
        assertEquals(about, EvidenceDocument.read(written(about)).orThrow());
    }

    @Test
    void the_text_that_is_signed_is_the_one_that_is_read() {
        VmStatement stated = statement();
        assertEquals(
                """
                {"vm":"work","id":"v1","document":"%s","parts":[{"name":"disks.home"},\
                {"name":"disks.system","sha256":"%s"}],"devices":["0000:03:00.0"],"policy-version":3}"""
                        .formatted("01".repeat(32), "02".repeat(32)),
                stated.text().text(StandardCharsets.UTF_8));
    }

    @Test
    void what_is_wrong_is_told_at_once() throws Exception {
        String json =
                written(Machines.evidence())
                        .replace("\"evidence\":1", "\"evidence\":2")
                        .replace("\"bank\":\"sha256\"", "\"bank\":\"sha1\"")
                        .replace("\"quote\":\"", "\"quote\":\"*")
                        .replace("\"log\":", "\"logs\":");
        List<Problem> problems = ((Reading.Bad<Evidence>) EvidenceDocument.read(json)).problems();
        List<String> codes = problems.stream().map(Problem::code).distinct().toList();
        assertTrue(
                codes.containsAll(
                        List.of(
                                "out-of-range",
                                "invalid-value",
                                "digest-of-other-bank",
                                "unknown-key")),
                codes.toString());
    }

    @Test
    void a_statement_that_says_something_else_is_refused() throws Exception {
        String json =
                written(with(Machines.evidence(), Optional.of(statement())))
                        .replace("policy-version", "policy-versions");
        assertInstanceOf(Reading.Bad.class, EvidenceDocument.read(json));
    }

    static VmStatement statement() {
        return StatementDocument.stated(
                new VmStatement(
                        Bytes.NONE,
                        "work",
                        "v1",
                        Bytes.filled(1, 32),
                        new TreeMap<>(
                                Map.of(
                                        "disks.system",
                                        Optional.of(Bytes.filled(2, 32)),
                                        "disks.home",
                                        Optional.<Bytes>empty())),
                        List.of("0000:03:00.0"),
                        3));
    }

    private static String written(Evidence evidence) {
        return Json.write(EvidenceDocument.SHAPE.write(evidence));
    }

    private static Evidence with(Evidence evidence, Optional<VmStatement> statement) {
        return new Evidence(
                evidence.nonce(),
                evidence.quote(),
                evidence.signature(),
                evidence.key(),
                evidence.registers(),
                evidence.log(),
                statement);
    }
}
