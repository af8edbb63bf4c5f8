package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.evidence.BootPolicy;

class PolicyDocumentTest {
    private static final String A = "aa".repeat(32);

    @Test
    void a_policy_of_every_recorded_boot_is_read_again_as_it_was_written() throws Exception {
        for (String boot : List.of("grub-secure-boot", "systemd-stub", "seabios-tpm12")) {
            byte[] log = Files.readAllBytes(Path.of("src/test/resources/corpus/event-log", boot));
            BootPolicy policy = PolicyDocument.ofLog(log).orThrow();
            assertEquals(policy, read(PolicyDocument.yaml(policy)).orThrow());
            assertTrue(policy.values().size() > 3, boot);
        }
    }

    @Test
    void what_people_write_is_read() {
        BootPolicy policy =
                read("""
                                version: 4
                                bank: sha256
                                registers:
                                  - by: events
                                    pcr: 4
                                    events:
                                      - allow: these
                                        what: the kernel, old and new
                                        digests: [%s, %s]
                                      - allow: anything
                                        what: a boot entry
                                        reason: people plug sticks in
                                      - allow: any-number
                                        what: the rest
                                        reason: nobody knows
                                  - by: value
                                    pcr: 17
                                    values: [%s]
                                  - by: nothing
                                    pcr: 1
                                    reason: settings change
                                vms:
                                  - name: work
                                    documents: [%s]
                                    parts:
                                      - name: disks.system
                                        digests: [%s]
                                """
                                .formatted(A, A, A, A, A))
                        .orThrow();
        assertEquals(4, policy.version());
        assertEquals(3, policy.registers().size());
        assertEquals(1, policy.vms().size());
        assertEquals(policy, read(PolicyDocument.yaml(policy)).orThrow());
    }

    @Test
    void everything_wrong_is_told_at_once_with_its_place() {
        List<Problem> problems =
                problems(
                        """
                        version: 0
                        bank: sha-256
                        regsiters: []
                        registers:
                          - by: event
                            pcr: 4
                            events: []
                          - by: value
                            pcr: 24
                            values: []
                            reason: none
                        """);
        List<String> codes = problems.stream().map(Problem::code).toList();
        assertEquals(
                List.of(
                        "out-of-range",
                        "invalid-value",
                        "unknown-key",
                        "invalid-value",
                        "out-of-range",
                        "no-digest",
                        "key-of-other-case"),
                codes);
        assertTrue(problems.get(2).remedy().contains("Write registers"), problems.toString());
    }

    @Test
    void a_policy_that_judges_nothing_is_refused() {
        assertEquals("policy-judges-nothing", only("version: 1\nbank: sha1\nregisters: []\n"));
        assertEquals(
                "policy-judges-nothing",
                only(
                        """
                        version: 1
                        bank: sha1
                        registers:
                          - {by: nothing, pcr: 1, reason: none}
                        """));
    }

    @Test
    void a_digest_of_another_bank_and_a_register_twice_are_refused() {
        assertEquals(
                "digest-of-other-bank",
                only(
                        """
                        version: 1
                        bank: sha1
                        registers:
                          - {by: value, pcr: 1, values: [%s]}
                        """
                                .formatted(A)));
        assertEquals(
                "duplicate-name",
                only(
                        """
                        version: 1
                        bank: sha256
                        registers:
                          - {by: value, pcr: 1, values: [%s]}
                          - {by: nothing, pcr: 1, reason: none}
                        """
                                .formatted(A)));
    }

    private static String only(String yaml) {
        List<Problem> problems = problems(yaml);
        assertEquals(1, problems.size(), problems.toString());
        return problems.getFirst().code();
    }

    private static List<Problem> problems(String yaml) {
        return ((Reading.Bad<BootPolicy>) read(yaml)).problems();
    }

    private static Reading<BootPolicy> read(String yaml) {
        return PolicyDocument.read(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
