package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.chaos.SmallGuest;
import oxt.daemon.DaemonProcess;
import oxt.daemon.GuestFolder;
import oxt.host.tpm.BootedTpm;
import oxt.trust.Bytes;

/**
 * A daemon that runs on a machine with a TPM, asked by commands alone: a real oxtd, a software TPM
 * into which recorded boots are measured, and a VM of QEMU.
 */
@Tag("guest")
class MeasuredHostGuestTest {
    private static final String SECRET = "the key of the disk";
    private static final String NONCE = "5f".repeat(32);

    /** Of the kernel's command line, in the recorded log. */
    private static final int COMMAND_LINE = 32;

    private GuestFolder folder = new GuestFolder(Path.of(""));
    private BootedTpm booted;
    private DaemonProcess daemon;
    private Typist typist = Typist.program(Path.of(""));
    private Bytes log = Bytes.NONE;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        // Short, because the names of Unix sockets are.
        folder = new GuestFolder(Files.createTempDirectory(Path.of("/tmp"), "oxt"));
        Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx--x--x"));
        booted = BootedTpm.start(Files.createDirectory(folder.path().resolve("host")));
        log = BootedTpm.recorded("systemd-stub");
        booted.boot(log);
        SmallGuest.put(folder.path().resolve("state"));
        daemon = oxtd();
        typist = Typist.program(folder.path().resolve("run"));
    }

    private DaemonProcess oxtd() throws IOException, InterruptedException {
        Path host = folder.path().resolve("host");
        return DaemonProcess.begin(
                folder.path(),
                DaemonProcess.Program.OXTD,
                "--tpm",
                "swtpm:" + host.resolve("tpm"),
                "--tpm-logs",
                host.resolve("security").toString());
    }

    @AfterEach
    void end() {
        if (daemon != null) {
            daemon.close();
        }
        if (booted != null) {
            booted.close();
        }
        folder.close();
    }

    @Test
    void a_secret_opens_in_its_boot_whichever_daemon_is_asked_and_in_no_other()
            throws IOException, InterruptedException {
        String status = done("launch", "status");
        assertTrue(status.contains("uefi") && status.contains("proven"), status);
        assertTrue(done("launch", "log").contains("Proven by the sha256 registers: 0 1 2 3 4"));

        Typist.Seen sealed = typist.answering(SECRET).type("launch", "seal", "disk");
        assertEquals(0, sealed.exit(), sealed.err());
        String recoveryKey = sealed.out().lines().toList().getLast().strip();
        assertEquals(SECRET, done("launch", "unseal", "disk"));
        assertEquals("disk\n", done("launch", "list", "--names"));

        daemon.kill();
        daemon = oxtd();
        assertEquals(SECRET, done("launch", "unseal", "disk"));

        booted.boot(BootedTpm.changed(log, COMMAND_LINE, Bytes.ofHex("00")));
        Typist.Seen refused = typist.type("launch", "unseal", "disk");
        assertEquals(77, refused.exit());
        assertEquals("", refused.out());
        assertTrue(
                refused.err()
                        .contains("Changed: LOADED_IMAGE::LoadOptions (EV_EVENT_TAG in PCR 9)"),
                refused.err());

        Typist.Seen recovered = typist.answering(recoveryKey).type("launch", "recover", "disk");
        assertEquals(new Typist.Seen(0, SECRET, ""), recovered);
        assertEquals(0, typist.answering(SECRET).type("launch", "seal", "disk").exit());
        assertEquals(SECRET, done("launch", "unseal", "disk"));
        done("launch", "remove", "disk");
        assertEquals(66, typist.type("launch", "unseal", "disk").exit());
        assertTrue(done("audit", "list").contains("unseal"));
        assertFalse(daemon.log().contains(SECRET));
    }

    /** The files that the recorded boot loaded are on no disk of this machine. */
    @Test
    void what_cannot_be_foretold_is_named_and_what_can_is_sealed_to_and_confirmed() {
        typist.answering(SECRET).type("launch", "seal", "disk");
        Typist.Seen refused = typist.type("launch", "rehearse", "disk");
        assertEquals(75, refused.exit(), refused.out());
        assertTrue(refused.err().contains("BOOTX64.EFI"), refused.err());
        assertEquals(SECRET, done("launch", "unseal", "disk"));

        assertEquals(75, typist.type("launch", "confirm", "disk").exit());
        done("launch", "seal", "firmware", "--generate", "32", "--registers", "7");
        assertTrue(done("launch", "rehearse", "firmware", "--plan").contains("are the same"));
        done("launch", "rehearse", "firmware");
        assertTrue(done("launch", "confirm", "firmware").contains("Sealed to this boot alone."));
        assertFalse(done("launch", "unseal", "firmware").isEmpty());
    }

    @Test
    void evidence_of_the_machine_and_of_a_vm_that_runs_is_judged_elsewhere()
            throws IOException, InterruptedException {
        enrol();
        keep("policy", done("launch", "policy"));
        keep("evidence", done("launch", "quote", "--nonce", NONCE));
        assertEquals("trusted", verdict(0, "evidence", "policy"));

        keep(
                "one.yaml",
                """
                name: one
                memory: 64MiB
                display: off
                nics: []
                boot:
                  firmware: direct-kernel
                  image: small
                """);
        done("vm", "create", "one.yaml");
        done("vm", "measure", "one", "--accept");
        assertEquals(75, typist.type("launch", "quote", "--nonce", NONCE, "--vm", "one").exit());
        done("vm", "start", "one");
        String evidence = done("launch", "quote", "--nonce", NONCE, "--vm", "one");
        keep("evidence", evidence);
        Node.Mapping statement = statement(evidence);
        String policy = done("launch", "policy").replaceAll("(?m)^vms:.*\n", "");
        String document = text(statement, "document");
        keep("policy", policy + rule(document, statement));
        assertEquals("trusted", verdict(0, "evidence", "policy"));
        keep("other", policy + rule("00".repeat(32), statement));
        assertEquals("changed", verdict(1, "evidence", "other"));
        done("vm", "kill", "one");

        booted.boot(BootedTpm.changed(log, COMMAND_LINE, Bytes.ofHex("00")));
        keep("evidence", done("launch", "quote", "--nonce", NONCE));
        assertEquals("changed", verdict(1, "evidence", "policy"));
    }

    /** As five commands do it, on two machines. */
    private void enrol() throws IOException {
        keep("keys", done("launch", "keys"));
        keep("challenge", done("launch", "challenge", "keys"));
        keep("answer", done("launch", "activate", "challenge"));
        keep("key", done("launch", "enroll", "challenge", "answer"));
    }

    private String verdict(int exit, String evidence, String policy) {
        Typist.Seen seen =
                typist.type(
                        "verify", evidence, "--policy", policy, "--ak", "key", "--nonce", NONCE);
        assertEquals(exit, seen.exit(), seen.out() + seen.err());
        return seen.out().lines().findFirst().orElse("");
    }

    private static Node.Mapping statement(String evidence) {
        Node.Mapping whole = (Node.Mapping) Json.read(evidence, Bounds.REPLY).orThrow();
        return (Node.Mapping) Json.read(text(whole, "statement"), Bounds.REPLY).orThrow();
    }

    /** A VM that may be what the statement says, but for its document. */
    private static String rule(String document, Node.Mapping statement) {
        StringBuilder rule = new StringBuilder("vms:\n  - name: one\n");
        rule.append("    documents: [\"").append(document).append("\"]\n    parts:\n");
        Node.Sequence parts = (Node.Sequence) statement.find("parts").orElseThrow();
        for (Node part : parts.items()) {
            Node.Mapping each = (Node.Mapping) part;
            rule.append("      - name: ").append(text(each, "name"));
            rule.append("\n        digests: [\"").append(text(each, "sha256")).append("\"]\n");
        }
        assertTrue(rule.toString().contains("kernel"), rule.toString());
        return rule.toString();
    }

    private static String text(Node.Mapping mapping, String key) {
        return ((Node.Text) mapping.find(key).orElseThrow()).text();
    }

    private void keep(String name, String content) throws IOException {
        Files.writeString(folder.path().resolve("run").resolve(name), content);
    }

    private String done(String... words) {
        Typist.Seen seen = typist.type(words);
        assertEquals(0, seen.exit(), () -> String.join(" ", words) + ": " + seen.err());
        return seen.out();
    }
}
