package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.rehearsal.PeFile;
import oxt.trust.rehearsal.Programs;

/** A machine whose kernel has no log, with its EFI system partition in a folder. */
class ReconstructedLogTest {
    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;
    private static final Pcr PROGRAMS = new Pcr(4);
    private static final Bytes CALLING =
            Bytes.of(
                    "Calling EFI Application from Boot Option".getBytes(StandardCharsets.US_ASCII));

    @TempDir Path folder;

    private Path program = Path.of("");

    @BeforeEach
    void install() throws IOException {
        program = folder.resolve("esp/EFI/BOOT/BOOTX64.EFI");
        Files.createDirectories(program.getParent());
        put(1);
        Files.write(program.resolveSibling("text.efi"), new byte[] {'M', 'Z', 0, 0});
    }

    private void put(int mark) throws IOException {
        Files.write(program, Programs.with(mark).toArray());
    }

    private ReconstructedLog log() {
        return new ReconstructedLog(
                new DiskBootFiles(List.of(folder.resolve("esp"), folder.resolve("nowhere"))),
                folder.resolve("efivars"),
                folder.resolve("kept"));
    }

    private static Map<HashAlgorithm, PcrBank> booted(int mark) {
        Bytes value = Bytes.filled(0, HASH.size());
        value = HASH.extend(value, HASH.digest(CALLING));
        value = HASH.extend(value, HASH.digest(Bytes.filled(0, 4)));
        value = HASH.extend(value, PeFile.read(Programs.with(mark)).orElseThrow().digest(HASH));
        return Map.of(HASH, new PcrBank(HASH, new TreeMap<>(Map.of(PROGRAMS, value))));
    }

    @Test
    void what_booted_is_found_and_still_known_when_an_update_has_replaced_it() throws IOException {
        Optional<Bytes> found = log().of(booted(1));
        assertTrue(found.isPresent());
        put(2);
        assertEquals(found, log().of(booted(1)));
    }

    @Test
    void after_the_next_boot_the_log_is_of_that_one() throws IOException {
        Optional<Bytes> first = log().of(booted(1));
        put(2);
        Optional<Bytes> second = log().of(booted(2));
        assertTrue(second.isPresent());
        assertTrue(!second.equals(first));
        assertEquals(second, log().of(booted(2)));
    }

    @Test
    void what_somebody_wrote_there_is_passed_over() throws IOException {
        Optional<Bytes> found = log().of(booted(1));
        String digest = PeFile.read(Programs.with(1)).orElseThrow().digest(HASH).hex();
        String other = Bytes.filled(7, HASH.size()).hex();
        byte[] altered = Bytes.ofHex(found.orElseThrow().hex().replace(digest, other)).toArray();
        for (byte[] bad : List.of(altered, new byte[0], new byte[] {1, 2, 3})) {
            Files.write(folder.resolve("kept"), bad);
            assertEquals(found, log().of(booted(1)));
        }
    }

    @Test
    void an_unknown_program_leaves_no_log_and_no_file() {
        assertEquals(Optional.empty(), log().of(booted(7)));
        assertTrue(Files.notExists(folder.resolve("kept")));
    }

    @Test
    void what_was_kept_stays_when_nothing_better_is_found() throws IOException {
        Bytes found = log().of(booted(1)).orElseThrow();
        put(3);
        assertEquals(Optional.empty(), log().of(booted(7)));
        assertArrayEquals(found.toArray(), Files.readAllBytes(folder.resolve("kept")));
    }
}
