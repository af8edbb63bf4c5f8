package oxt.host.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;

class HostTpmTest {
    @TempDir Path folder = Path.of("");

    private HostTpm tpm = HostTpm.FIRST;

    @BeforeEach
    void place() {
        tpm =
                new HostTpm(
                        new KernelRegisters(folder.resolve("tpm0")),
                        Optional.of(folder.resolve("security")),
                        OtherLog.NONE,
                        TpmPlace.FIRST.way());
    }

    @Test
    void a_machine_without_a_tpm_has_no_registers_and_no_log() {
        assertFalse(tpm.isThere());
        assertEquals(Map.of(), tpm.registers());
        assertEquals(Optional.empty(), tpm.log());
        assertEquals("no-tpm", tpm.noLog().code());
    }

    /** As below Xen. */
    @Test
    void a_tpm_whose_kernel_has_no_log_says_so() throws IOException {
        Files.createDirectories(folder.resolve("tpm0"));
        assertTrue(tpm.isThere());
        assertEquals("no-launch-log", tpm.noLog().code());
    }

    @Test
    void registers_are_read_as_the_kernel_writes_them_and_others_left_out() throws IOException {
        Path bank = Files.createDirectories(folder.resolve("tpm0").resolve("pcr-sha1"));
        Files.writeString(bank.resolve("7"), "00".repeat(19) + "AB\n");
        Files.writeString(bank.resolve("8"), "00".repeat(18) + "\n");
        Files.writeString(bank.resolve("9"), "no digits at all, but forty characters..\n");
        PcrBank read = tpm.registers().getOrDefault(HashAlgorithm.SHA1, none());
        assertEquals(Set.of(new Pcr(7)), read.values().keySet());
        assertEquals(Optional.of(Bytes.ofHex("00".repeat(19) + "ab")), read.value(new Pcr(7)));
    }

    @Test
    void the_logs_are_read_whole() throws IOException {
        copy("event-log/seabios-tpm20", "tpm0/binary_bios_measurements");
        copy("ima-list/seabios-tpm20", "ima/binary_runtime_measurements");
        assertEquals(14, tpm.log().orElseThrow().orThrow().events().size());
        assertTrue(tpm.files().orElseThrow().orThrow().size() > 10);
    }

    private void copy(String from, String to) throws IOException {
        Path file = folder.resolve("security").resolve(to);
        Files.createDirectories(file.getParent());
        Files.copy(Path.of("src/test/resources/corpus").resolve(from), file);
    }

    private static PcrBank none() {
        return new PcrBank(HashAlgorithm.SHA1, new TreeMap<>());
    }
}
