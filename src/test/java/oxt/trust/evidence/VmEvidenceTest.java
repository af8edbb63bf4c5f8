package oxt.trust.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import oxt.api.Node;
import oxt.api.QuoteRequest;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.tpm.JdkSignatures;
import oxt.trust.tpm.Quotes;
import oxt.trust.tpm.SoftwareKey;

class VmEvidenceTest {
    private static final Bytes DOCUMENT = Bytes.filled(1, 32);
    private static final Bytes DISK = Bytes.filled(2, 32);
    private static final String CARD = "0000:03:00.0";

    @Test
    void a_vm_that_is_as_the_policy_has_it_is_trusted_with_its_host() throws Exception {
        assertInstanceOf(Verdict.Trusted.class, verify(statement(1), policy(1)));
    }

    @Test
    void another_document_disk_or_device_is_named() throws Exception {
        VmStatement other =
                new VmStatement(
                        text("other"),
                        "work",
                        "id",
                        Bytes.filled(9, 32),
                        new TreeMap<>(Map.of("disks.system", Optional.of(Bytes.filled(8, 32)))),
                        List.of(CARD, "0000:04:00.0"),
                        1);
        List<BootChange> changes =
                assertInstanceOf(Verdict.Changed.class, verify(other, policy(1))).changes();
        assertEquals(
                List.of("document", "disks.system", "devices"),
                changes.stream().map(change -> ((BootChange.OtherVm) change).part()).toList());
    }

    @Test
    void a_disk_that_nobody_measured_is_not_what_the_policy_allows() throws Exception {
        VmStatement unmeasured =
                new VmStatement(
                        text("unmeasured"),
                        "work",
                        "id",
                        DOCUMENT,
                        new TreeMap<>(Map.of("disks.system", Optional.empty())),
                        List.of(),
                        1);
        BootChange change =
                assertInstanceOf(Verdict.Changed.class, verify(unmeasured, policy(1)))
                        .changes()
                        .getFirst();
        assertEquals("not measured", ((BootChange.OtherVm) change).found());
    }

    @Test
    void a_statement_that_the_tpm_did_not_sign_is_unproven() throws Exception {
        SoftwareKey key = new SoftwareKey();
        Evidence signed = evidence(key, Optional.of(statement(1)));
        VmStatement forged =
                new VmStatement(text("forged"), "work", "id", DOCUMENT, disks(), List.of(CARD), 1);
        assertCode("evidence-wrong-statement", signed, Optional.of(forged));
        assertCode("evidence-wrong-nonce", signed, Optional.empty());
        assertCode(
                "evidence-wrong-statement",
                evidence(key, Optional.empty()),
                Optional.of(statement(1)));
    }

    @Test
    void a_statement_for_another_version_of_the_policy_is_unproven() throws Exception {
        assertEquals("evidence-other-policy", code(verify(statement(1), policy(2))));
    }

    @Test
    void a_vm_that_the_policy_does_not_know_is_not_judged() throws Exception {
        BootPolicy none = Machines.policy();
        assertEquals("evidence-unknown-vm", code(verify(statement(1), none)));
    }

    @Test
    void no_nonce_is_what_a_statement_is_signed_by() {
        Bytes signed = statement(1).qualification(Quotes.NONCE);
        Node.Mapping request =
                QuoteRequest.written(signed.hex(), Optional.empty(), Optional.empty());
        assertInstanceOf(Reading.Bad.class, QuoteRequest.SHAPE.read(request));
    }

    @Test
    void nonce_and_statement_cannot_be_moved_into_each_other() {
        Bytes ab = text("ab");
        assertEquals(
                false,
                VmStatement.qualification(ab.slice(0, 1), ab.slice(1, 1))
                        .equals(VmStatement.qualification(ab, Bytes.NONE)));
    }

    private static void assertCode(String code, Evidence signed, Optional<VmStatement> beside)
            throws Exception {
        Evidence evidence =
                new Evidence(
                        signed.nonce(),
                        signed.quote(),
                        signed.signature(),
                        signed.key(),
                        signed.registers(),
                        signed.log(),
                        beside);
        assertEquals(code, code(verify(evidence, policy(1))));
    }

    private static String code(Verdict verdict) {
        List<Problem> reasons = assertInstanceOf(Verdict.Unproven.class, verdict).reasons();
        assertEquals(1, reasons.size());
        return reasons.getFirst().code();
    }

    private static Verdict verify(VmStatement statement, BootPolicy policy) throws Exception {
        return verify(evidence(new SoftwareKey(), Optional.of(statement)), policy);
    }

    private static Verdict verify(Evidence evidence, BootPolicy policy) {
        return new Verifier(new JdkSignatures())
                .verify(evidence, Machines.question(evidence, policy));
    }

    private static Evidence evidence(SoftwareKey key, Optional<VmStatement> statement)
            throws Exception {
        return Machines.forged(key, Machines.registers(), Machines.CLOCK, statement);
    }

    private static VmStatement statement(long policy) {
        return new VmStatement(
                text("work"), "work", "id", DOCUMENT, disks(), List.of(CARD), policy);
    }

    private static TreeMap<String, Optional<Bytes>> disks() {
        return new TreeMap<>(
                Map.of("disks.system", Optional.of(DISK), "disks.home", Optional.<Bytes>empty()));
    }

    private static BootPolicy policy(long version) throws Exception {
        BootPolicy made = Machines.policy();
        VmRule rule =
                new VmRule(
                        "work",
                        List.of(DOCUMENT),
                        new TreeMap<>(Map.of("disks.system", List.of(DISK))),
                        List.of(CARD));
        return new BootPolicy(version, made.bank(), 0, made.registers(), List.of(rule));
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
