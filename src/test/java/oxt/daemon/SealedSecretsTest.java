package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.SealReply;
import oxt.host.tpm.BootedTpm;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.Pcr;
import oxt.trust.tpm.Secret;

/** Secrets of a host with a real software TPM, over recorded boots. */
class SealedSecretsTest {
    private static final String KEY = "hunter2: the key of the disk";
    private static final Secret SECRET = Secret.of(Bytes.of(KEY.getBytes(StandardCharsets.UTF_8)));
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

    private SealedSecrets secrets() {
        return new SealedSecrets(
                new SealedFiles(folder.resolve("sealed")),
                booted.host(),
                path -> List.of(),
                new SecureRandom(),
                InstantSource.system());
    }

    @Test
    void a_secret_opens_in_the_next_boot_of_the_same() throws IOException, InterruptedException {
        SealReply sealed = secrets().seal("disk", SECRET, List.of());
        assertEquals(List.of(0, 2, 4, 7, 9, 11), sealed.secret().registers());
        booted.boot(log);
        assertEquals(SECRET.bytes(), secrets().open("disk").bytes());
        assertEquals(1, secrets().list().size());
    }

    @Test
    void to_a_changed_command_line_it_stays_shut_and_the_event_is_named()
            throws IOException, InterruptedException {
        SealReply sealed = secrets().seal("disk", SECRET, List.of());
        booted.boot(BootedTpm.changed(log, COMMAND_LINE, Bytes.ofHex("00")));
        List<Problem> problems = refused(() -> secrets().open("disk"));
        assertEquals("sealed-to-another-boot", problems.getFirst().code());
        assertEquals(2, problems.size(), problems.toString());
        assertEquals("event-differs", problems.get(1).code());
        assertTrue(problems.get(1).what().contains("PCR 9"), problems.get(1).what());
        assertEquals(SECRET.bytes(), secrets().recover("disk", sealed.recoveryKey()).bytes());
    }

    @Test
    void what_extended_a_register_behind_the_log_is_said_to_be_unproven()
            throws IOException, InterruptedException {
        secrets().seal("disk", SECRET, List.of());
        booted.extend(new Pcr(9));
        assertEquals(
                List.of("sealed-to-another-boot", "boot-unproven"),
                refused(() -> secrets().open("disk")).stream().map(Problem::code).toList());
    }

    @Test
    void registers_that_stand_for_nothing_are_refused_by_name()
            throws IOException, InterruptedException {
        booted.extend(new Pcr(7));
        List<Problem> problems =
                refused(
                        () ->
                                secrets()
                                        .seal(
                                                "disk",
                                                SECRET,
                                                List.of(
                                                        new Pcr(7),
                                                        new Pcr(8),
                                                        new Pcr(10),
                                                        new Pcr(17))));
        assertEquals(
                "register-unproven register-untouched register-moves register-untouched",
                problems.stream().map(Problem::code).collect(Collectors.joining(" ")));
        assertEquals(List.of(), secrets().list());
    }

    /** As below Xen. */
    @Test
    void without_a_log_a_secret_is_sealed_to_what_named_registers_hold()
            throws IOException, InterruptedException {
        bootWithoutLog();
        assertEquals(
                List.of("registers-needed"),
                refused(() -> secrets().seal("disk", SECRET, List.of())).stream()
                        .map(Problem::code)
                        .toList());
        assertEquals(
                List.of("register-untouched", "register-moves"),
                refused(() -> secrets().seal("disk", SECRET, List.of(new Pcr(8), new Pcr(16))))
                        .stream()
                        .map(Problem::code)
                        .toList());
        secrets().seal("disk", SECRET, List.of(new Pcr(4), new Pcr(7)));
        bootWithoutLog();
        assertEquals(SECRET.bytes(), secrets().open("disk").bytes());
        booted.extend(new Pcr(4));
        List<Problem> problems = refused(() -> secrets().open("disk"));
        assertEquals(
                List.of("sealed-to-another-boot", "register-differs"),
                problems.stream().map(Problem::code).toList());
        assertTrue(problems.getLast().what().startsWith("PCR 4 "), problems.getLast().what());
    }

    private void bootWithoutLog() throws IOException, InterruptedException {
        booted.boot(log);
        Files.delete(folder.resolve("security/tpm0/binary_bios_measurements"));
    }

    @Test
    void a_boot_that_measured_nothing_seals_nothing() throws IOException, InterruptedException {
        booted.tpm().reboot();
        Files.delete(folder.resolve("tpm0/pcr-sha256/0"));
        Files.writeString(folder.resolve("tpm0/pcr-sha256/4"), "00".repeat(32));
        assertEquals(
                "registers-of-no-boot",
                refused(() -> secrets().seal("disk", SECRET, List.of())).getFirst().code());
    }

    @Test
    void sealing_anew_closes_the_copy_that_somebody_kept() throws IOException {
        SealReply first = secrets().seal("disk", SECRET, List.of());
        Path file = folder.resolve("sealed/disk.json");
        byte[] kept = Files.readAllBytes(file);
        SealReply second = secrets().seal("disk", Secret.of(Bytes.ofHex("abcd")), List.of());
        assertFalse(first.recoveryKey().equals(second.recoveryKey()));
        assertEquals("abcd", secrets().open("disk").bytes().hex());
        Files.write(file, kept);
        assertEquals("sealed-superseded", refused(() -> secrets().open("disk")).getFirst().code());
    }

    @Test
    void a_wrong_recovery_key_opens_nothing() {
        SealReply sealed = secrets().seal("disk", SECRET, List.of());
        String wrong =
                (sealed.recoveryKey().startsWith("0") ? "1" : "0")
                        + sealed.recoveryKey().substring(1);
        for (String typed : List.of(wrong, "", "no key at all", "é".repeat(32))) {
            assertEquals(
                    "recovery-key-wrong",
                    refused(() -> secrets().recover("disk", typed)).getFirst().code());
        }
        assertEquals(
                SECRET.bytes(),
                secrets()
                        .recover("disk", sealed.recoveryKey().toLowerCase().replace('-', ' '))
                        .bytes());
    }

    @Test
    void what_was_removed_is_gone_and_its_counter_is_free_again() {
        secrets().seal("disk", SECRET, List.of());
        secrets().remove("disk");
        assertEquals("no-such-secret", refused(() -> secrets().open("disk")).getFirst().code());
        for (int round = 0; round < 3; round++) {
            secrets().seal("disk", SECRET, List.of());
            secrets().remove("disk");
        }
    }

    @Test
    void a_damaged_file_is_named_and_neither_secret_nor_key_is_in_it() throws IOException {
        SealReply sealed = secrets().seal("disk", SECRET, List.of());
        Path file = folder.resolve("sealed/disk.json");
        String text = Files.readString(file);
        assertFalse(text.contains(Bytes.of(KEY.getBytes(StandardCharsets.UTF_8)).hex()));
        assertFalse(text.contains(sealed.recoveryKey()));
        assertFalse(sealed.toString().contains(sealed.recoveryKey()));
        Files.writeString(file, text.replaceFirst("\"private\":\"....", "\"private\":\"0000"));
        refused(() -> secrets().open("disk"));
        Files.writeString(file, text.substring(0, text.length() / 2));
        refused(() -> secrets().open("disk"));
        Files.writeString(file, text);
        assertEquals(SECRET.bytes(), secrets().open("disk").bytes());
    }

    private static List<Problem> refused(Executable what) {
        return assertThrows(ProblemException.class, what).problems();
    }
}
