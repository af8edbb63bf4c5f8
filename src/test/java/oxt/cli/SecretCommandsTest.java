package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.daemon.TestDaemon;
import oxt.host.tpm.BootedTpm;
import oxt.trust.Bytes;

/** Secrets that a boot opens, as somebody who types sees them. */
class SecretCommandsTest {
    private static final int COMMAND_LINE = 32;

    @TempDir Path folder = Path.of("");

    private BootedTpm booted;
    private TestDaemon daemon;
    private Typist typist;
    private Bytes log = Bytes.NONE;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        booted = BootedTpm.start(folder);
        log = BootedTpm.recorded("systemd-stub");
        booted.boot(log);
        daemon = TestDaemon.begin(folder, booted.host());
        typist = Typist.program(TestDaemon.run(folder));
    }

    @AfterEach
    void end() {
        daemon.close();
        booted.close();
    }

    @Test
    void a_secret_comes_from_the_input_and_goes_to_the_output() {
        assertEquals("Nothing is sealed here.\n", typist.type("launch", "list").out());
        Typist.Seen sealed = typist.answering("the key").type("launch", "seal", "disk");
        assertEquals("", sealed.err());
        assertTrue(
                sealed.out().matches("(?s)Sealed disk to what PCR 0 2 4 7 9 11 hold now.*"),
                sealed.out());
        assertEquals(new Typist.Seen(0, "the key", ""), typist.type("launch", "unseal", "disk"));
        assertEquals("disk\n", typist.type("launch", "list", "--names").out());
        assertEquals(
                new Typist.Seen(0, "the key", ""),
                typist.answering(key(sealed) + "\n").type("launch", "recover", "disk"));
        assertEquals(77, typist.answering("no").type("launch", "recover", "disk").exit());
        assertEquals("Removed disk.\n", typist.type("launch", "remove", "disk").out());
        assertEquals(66, typist.type("launch", "unseal", "disk").exit());
    }

    private static String key(Typist.Seen sealed) {
        return sealed.out().lines().toList().getLast().strip();
    }

    @Test
    void a_made_up_secret_has_as_many_bytes_and_only_these_registers() {
        Typist.Seen sealed =
                typist.type("launch", "seal", "disk", "--generate", "64", "--registers", "4,7");
        assertTrue(sealed.out().startsWith("Sealed disk to what PCR 4 7 hold now."));
        String read = typist.type("launch", "unseal", "disk", "--no-color").out();
        assertTrue(read.length() > 30);
        assertEquals(64, typist.type("launch", "seal", "x", "--generate", "8").exit());
        assertEquals(64, typist.type("launch", "seal", "x", "--registers", "24").exit());
        assertEquals(64, typist.answering("").type("launch", "seal", "x").exit());
    }

    @Test
    void a_changed_boot_is_told_by_its_events() throws IOException, InterruptedException {
        typist.answering("the key").type("launch", "seal", "disk");
        booted.boot(BootedTpm.changed(log, COMMAND_LINE, Bytes.ofHex("00")));
        assertEquals(
                new Typist.Seen(
                        77,
                        "",
                        """
                        The TPM does not open disk: this boot is none of those that it was sealed to.
                          Boot what it was sealed to, or use the recovery key: oxt launch recover disk
                        Changed: LOADED_IMAGE::LoadOptions (EV_EVENT_TAG in PCR 9), by the same name with another digest.
                          If you changed it yourself, rehearse such changes: oxt launch rehearse
                        """),
                typist.type("launch", "unseal", "disk"));
    }

    @Test
    void neither_secret_nor_recovery_key_is_in_the_daemons_files_or_its_log() throws IOException {
        Typist.Seen sealed = typist.answering("xyzzy-secret").type("launch", "seal", "disk");
        typist.type("launch", "unseal", "disk");
        typist.answering(key(sealed)).type("launch", "recover", "disk");
        assertTrue(typist.type("audit", "list").out().contains("unseal"));
        assertFalse(typist.type("audit", "list", "--json").out().contains("xyzzy"));
        assertFalse(daemon.log().contains("xyzzy"));
        for (Path file : files()) {
            Bytes bytes = Bytes.of(Files.readAllBytes(file));
            for (String secret : List.of("xyzzy-secret", key(sealed))) {
                assertFalse(
                        bytes.hex()
                                .contains(Bytes.of(secret.getBytes(StandardCharsets.UTF_8)).hex()),
                        file.toString());
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
