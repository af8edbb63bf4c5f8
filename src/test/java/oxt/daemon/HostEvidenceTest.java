package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.AnswerDocument;
import oxt.api.ChallengeDocument;
import oxt.api.Enrolment;
import oxt.api.EvidenceDocument;
import oxt.api.Json;
import oxt.api.KeysDocument;
import oxt.api.Node;
import oxt.api.PolicyDocument;
import oxt.api.QuoteRequest.FileList;
import oxt.api.VerdictReply;
import oxt.api.Verification;
import oxt.host.tpm.BootedTpm;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.Pcr;
import oxt.trust.evidence.Evidence;
import oxt.trust.tpm.Credential;
import oxt.trust.tpm.TpmWriter;

/** A host with a real software TPM, over recorded boots, and whoever verifies it elsewhere. */
class HostEvidenceTest {
    private static final Bytes NONCE = Bytes.filled(0x5f, 32);
    private static final int COMMAND_LINE = 32;

    @TempDir Path folder = Path.of("");

    private BootedTpm booted;
    private Bytes log = Bytes.NONE;

    @BeforeEach
    void boot() throws IOException, InterruptedException {
        booted = BootedTpm.start(folder);
        log = BootedTpm.recorded("systemd-stub");
        booted.boot(log);
    }

    @AfterEach
    void stop() {
        booted.close();
    }

    @Test
    void a_machine_is_enrolled_trusted_and_found_out_when_it_boots_something_else()
            throws IOException, InterruptedException {
        byte[] key = enrolled();
        byte[] policy =
                PolicyDocument.yaml(PolicyDocument.ofLog(log.toArray()).orThrow())
                        .getBytes(StandardCharsets.UTF_8);
        Verification verification =
                Verification.by(policy)
                        .then(by -> by.withNonce(NONCE.hex()))
                        .then(by -> by.withKey(key))
                        .orThrow();
        byte[] first = written(host().quote(NONCE, Optional.empty(), FileList.LEFT_OUT));
        assertEquals(VerdictReply.TRUSTED, verification.of(first).orThrow().verdict());

        booted.boot(log);
        byte[] again = written(host().quote(NONCE, Optional.empty(), FileList.LEFT_OUT));
        Verification later = verification.after(first).orThrow();
        assertEquals(VerdictReply.TRUSTED, later.of(again).orThrow().verdict());
        assertEquals(
                VerdictReply.UNPROVEN,
                verification.after(again).orThrow().of(first).orThrow().verdict());

        Bytes text = Bytes.of("quiet evil=1".getBytes(StandardCharsets.UTF_8));
        booted.boot(BootedTpm.changed(log, COMMAND_LINE, text));
        VerdictReply changed =
                later.of(written(host().quote(NONCE, Optional.empty(), FileList.LEFT_OUT)))
                        .orThrow();
        assertEquals(VerdictReply.CHANGED, changed.verdict());
        assertEquals(1, changed.changes().size(), changed.toString());
    }

    @Test
    void something_that_is_measured_behind_the_logs_back_makes_it_unproven()
            throws IOException, InterruptedException {
        booted.extend(new Pcr(4));
        byte[] policy =
                PolicyDocument.yaml(PolicyDocument.ofLog(log.toArray()).orThrow())
                        .getBytes(StandardCharsets.UTF_8);
        VerdictReply verdict =
                Verification.by(policy)
                        .then(by -> by.withKey(enrolled()))
                        .then(
                                by ->
                                        by.of(
                                                written(
                                                        host().quote(
                                                                        NONCE,
                                                                        Optional.empty(),
                                                                        FileList.LEFT_OUT))))
                        .orThrow();
        assertEquals(VerdictReply.UNPROVEN, verdict.verdict());
        assertEquals("evidence-log-differs", verdict.reasons().getFirst().code());
    }

    @Test
    void the_keys_are_the_same_after_each_boot() throws IOException, InterruptedException {
        KeysDocument before = host().keys();
        booted.boot(log);
        assertEquals(before, host().keys());
    }

    @Test
    void the_tools_accept_the_quote_and_another_answer_is_none()
            throws IOException, InterruptedException {
        Evidence evidence = host().quote(NONCE, Optional.empty(), FileList.LEFT_OUT);
        Files.write(
                booted.tpm().file("ak.pub"),
                new TpmWriter().sized(evidence.key()).written().toArray());
        Files.write(booted.tpm().file("quote"), evidence.quote().toArray());
        Files.write(booted.tpm().file("signature"), evidence.signature().toArray());
        booted.tpm()
                .tool(
                        "checkquote",
                        "-u",
                        "ak.pub",
                        "-m",
                        "quote",
                        "-s",
                        "signature",
                        "-q",
                        NONCE.hex());
        byte[] challenge = bytes(challenge());
        Reading<Node.Mapping> wrong =
                Enrolment.enrol(
                        challenge,
                        bytes(AnswerDocument.SHAPE.write(Bytes.filled(1, 32))),
                        Optional.empty(),
                        Instant.EPOCH);
        assertTrue(wrong instanceof Reading.Bad<Node.Mapping>);
    }

    @Test
    void a_challenge_for_another_key_is_not_answered() {
        KeysDocument keys = host().keys();
        ChallengeDocument challenge = ChallengeDocument.SHAPE.read(challenge()).orThrow();
        byte[] identity = challenge.credential().identity().toArray();
        identity[identity.length - 1] ^= 1;
        var changed = new Credential(Bytes.of(identity), challenge.credential().encryptedSeed());
        assertThrows(ProblemException.class, () -> host().activate(changed));
        assertNotEquals(keys.attestation(), keys.endorsement());
    }

    @Test
    void the_files_that_the_kernel_measured_are_part_of_it_where_somebody_asks_for_them()
            throws IOException, InterruptedException {
        byte[] key = enrolled();
        assertThrows(
                ProblemException.class,
                () -> host().quote(NONCE, Optional.empty(), FileList.INCLUDED));
        booted.measure("systemd-stub", 20);
        String policy =
                PolicyDocument.yaml(PolicyDocument.ofLog(log.toArray()).orThrow())
                        .replaceFirst(
                                "registers:\n( *)- ",
                                "registers:\n$1- {by: files, pcr: 10, others: OTHERS}\n$1- ");
        Evidence evidence = host().quote(NONCE, Optional.empty(), FileList.INCLUDED);
        assertEquals(
                evidence,
                EvidenceDocument.SHAPE.read(EvidenceDocument.SHAPE.write(evidence)).orThrow());
        VerdictReply reported = verdict(policy.replace("OTHERS", "reported"), key, evidence);
        assertEquals(VerdictReply.TRUSTED, reported.verdict(), reported.toString());
        assertEquals(
                List.of(
                        "The kernel measured 19 files into PCR 10; the policy does not know 19 of"
                                + " them."),
                reported.notes());
        VerdictReply refused = verdict(policy.replace("OTHERS", "refused"), key, evidence);
        assertEquals(VerdictReply.CHANGED, refused.verdict());
        assertEquals(19, refused.changes().size());
        Evidence without = host().quote(NONCE, Optional.empty(), FileList.LEFT_OUT);
        VerdictReply unproven = verdict(policy.replace("OTHERS", "reported"), key, without);
        assertEquals("evidence-register-missing", unproven.reasons().getFirst().code());
    }

    private static VerdictReply verdict(String policy, byte[] key, Evidence evidence) {
        return Verification.by(policy.getBytes(StandardCharsets.UTF_8))
                .then(by -> by.withNonce(NONCE.hex()))
                .then(by -> by.withKey(key))
                .then(by -> by.of(written(evidence)))
                .orThrow();
    }

    private HostEvidence host() {
        return new HostEvidence(booted.host());
    }

    /** As five commands do it, on two machines. */
    private byte[] enrolled() {
        Node.Mapping challenge = challenge();
        Bytes answer =
                host().activate(ChallengeDocument.SHAPE.read(challenge).orThrow().credential());
        return bytes(
                Enrolment.enrol(
                                bytes(challenge),
                                bytes(AnswerDocument.SHAPE.write(answer)),
                                Optional.empty(),
                                Instant.EPOCH)
                        .orThrow());
    }

    private Node.Mapping challenge() {
        byte[] random = new byte[3 * Enrolment.CHANCE];
        new SecureRandom().nextBytes(random);
        return Enrolment.challenge(bytes(KeysDocument.SHAPE.write(host().keys())), random)
                .orThrow();
    }

    private static byte[] written(Evidence evidence) {
        return bytes(EvidenceDocument.SHAPE.write(evidence));
    }

    private static byte[] bytes(Node document) {
        return Json.write(document).getBytes(StandardCharsets.UTF_8);
    }
}
