package oxt.host.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.tpm.Authorization;
import oxt.trust.tpm.Entity;
import oxt.trust.tpm.ObjectCommands;
import oxt.trust.tpm.ObjectCommands.Primary;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.PolicyCommands;
import oxt.trust.tpm.ReportCommands;
import oxt.trust.tpm.Secret;
import oxt.trust.tpm.SigningScheme;
import oxt.trust.tpm.Templates;
import oxt.trust.tpm.TpmReader;
import oxt.trust.tpm.TpmSession;
import oxt.trust.tpm.TpmWriter;

/** What a real TPM signs and opens for others, with tpm2-tools as the witness. */
class TpmReportTest {
    private static final PcrSelection REGISTERS =
            PcrSelection.of(HashAlgorithm.SHA256, List.of(new Pcr(4), new Pcr(9)));

    @TempDir Path folder = Path.of("");

    private SoftwareTpm tpm;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        tpm = SoftwareTpm.start(folder);
        tpm.tool("pcrextend", "4:sha256=" + "11".repeat(32));
    }

    @AfterEach
    void stop() {
        tpm.close();
    }

    @Test
    void a_tpm_that_is_locked_says_how_long() throws IOException, InterruptedException {
        tpm.tool("createprimary", "-C", "o", "-G", "ecc", "-p", "right", "-c", "key");
        tpm.tool("evictcontrol", "-C", "o", "-c", "key", "0x81000001");
        tpm.tool("flushcontext", "-t");
        tpm.tool("dictionarylockout", "-s", "-n", "1", "-t", "1234", "-l", "1");
        try (Tpm open = tpm.open()) {
            var wrong =
                    new ReportCommands.Quote(Entity.permanent(0x8100_0001L), Bytes.NONE, REGISTERS);
            var password = new Authorization.Password(Secret.of(Bytes.ofHex("00")));
            assertThrows(ProblemException.class, () -> open.ask(wrong, password));
            ProblemException locked =
                    assertThrows(ProblemException.class, () -> open.ask(wrong, password));
            assertEquals("tpm-locked-out", locked.problems().getFirst().code());
            assertTrue(locked.getMessage().contains("every 1234 s"), locked.getMessage());
        }
    }

    @Test
    void a_quote_is_one_to_the_tools_too() throws IOException, InterruptedException {
        try (Tpm open = tpm.open()) {
            Primary key =
                    open.ask(
                            new ObjectCommands.CreatePrimary(
                                    Entity.ENDORSEMENT,
                                    Templates.attestation(
                                            new SigningScheme(
                                                    SigningScheme.Kind.ECDSA,
                                                    HashAlgorithm.SHA256))),
                            Authorization.NO_PASSWORD);
            assertTrue(key.area().isRestrictedSigningKey());
            var quoted =
                    open.ask(
                            new ReportCommands.Quote(
                                    key.entity(), Bytes.ofHex("c0ffee"), REGISTERS),
                            Authorization.NO_PASSWORD);
            Files.write(
                    tpm.file("ak.pub"),
                    new TpmWriter().sized(key.area()::write).written().toArray());
            Files.write(tpm.file("quote"), quoted.attested().toArray());
            Files.write(tpm.file("signature"), quoted.signature().toArray());
        }
        tpm.tool("checkquote", "-u", "ak.pub", "-m", "quote", "-s", "signature", "-q", "c0ffee");
    }

    @Test
    void a_credential_that_the_tools_made_for_a_key_is_activated()
            throws IOException, InterruptedException {
        var endorsement =
                new ObjectCommands.CreatePrimary(Entity.ENDORSEMENT, Templates.endorsement());
        var attestation =
                new ObjectCommands.CreatePrimary(
                        Entity.ENDORSEMENT,
                        Templates.attestation(
                                new SigningScheme(
                                        SigningScheme.Kind.RSASSA, HashAlgorithm.SHA256)));
        Bytes name;
        try (Tpm open = tpm.open()) {
            name = open.ask(attestation, Authorization.NO_PASSWORD).area().name();
        }
        tpm.tool("createek", "-c", "ek", "-G", "rsa", "-u", "ek.pub");
        tpm.tool("flushcontext", "-t");
        Files.writeString(tpm.file("secret"), "sixteen letters.");
        tpm.tool(
                "makecredential",
                "-u",
                "ek.pub",
                "-s",
                "secret",
                "-n",
                name.hex(),
                "-o",
                "credential");
        // The tools' own head of eight bytes, then both parts.
        Bytes file = Bytes.of(Files.readAllBytes(tpm.file("credential")));
        TpmReader parts = new TpmReader(file.slice(8, file.length() - 8));
        Bytes credential = parts.sized("the credential");
        Bytes secret = parts.sized("the secret");
        try (Tpm open = tpm.open()) {
            Entity key = open.ask(attestation, Authorization.NO_PASSWORD).entity();
            Entity ek = open.ask(endorsement, Authorization.NO_PASSWORD).entity();
            TpmSession session = TpmSessions.plain(open, TpmSession.Kind.POLICY);
            open.ask(
                    new PolicyCommands.PolicySecret(session, Entity.ENDORSEMENT),
                    Authorization.NO_PASSWORD);
            Bytes opened =
                    open.ask(
                            new ReportCommands.ActivateCredential(key, ek, credential, secret),
                            Authorization.NO_PASSWORD,
                            session.authorizes(Secret.NONE, open.nonce(), Set.of()));
            assertEquals("sixteen letters.", opened.text(StandardCharsets.UTF_8));
        }
    }
}
