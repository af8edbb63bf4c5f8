package oxt.trust.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.ForeseenEvent;
import oxt.trust.ForeseenEvent.Source;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.ProvenLog;
import oxt.trust.Replay;

/** A recorded boot by shim and GRUB, and made-up files that are on its disk now. */
class RehearsalTest {
    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;
    private static final String GRUB_CFG = "/EFI/debian/grub.cfg";
    private static final List<Pcr> REGISTERS =
            List.of(new Pcr(4), new Pcr(7), new Pcr(8), new Pcr(9));

    private final Map<String, Bytes> files = new HashMap<>();
    private PcrBank now = new PcrBank(HASH, new TreeMap<>());

    @BeforeEach
    void fill() {
        files.put("/EFI/BOOT/BOOTX64.EFI", Programs.with(1));
        files.put("/EFI/BOOT/grubx64.efi", Programs.with(2));
        files.put("/vmlinuz", Programs.with(3));
        files.put("/initrd", text("an initramfs"));
        files.put(
                GRUB_CFG,
                text("menuentry lab { linux /vmlinuz console=ttyS0 quiet\n" + " initrd /initrd }"));
    }

    private ProvenLog proven() throws IOException {
        EventLog log =
                EventLogReader.read(
                                Bytes.of(
                                        Files.readAllBytes(
                                                Path.of(
                                                        "src/test/resources/corpus/event-log",
                                                        "grub-secure-boot"))))
                        .orThrow();
        TreeMap<Pcr, Bytes> values = new TreeMap<>(Replay.values(log).get(HASH));
        values.keySet().retainAll(REGISTERS);
        now = new PcrBank(HASH, values);
        return ((Replay.Proven) Replay.of(log, now)).log();
    }

    private Rehearsal rehearse(Instead instead) throws IOException {
        return Rehearsal.of(
                proven(),
                path -> files.containsKey(path) ? List.of(files.get(path)) : List.of(),
                instead);
    }

    @Test
    void programs_and_files_are_computed_and_the_rest_is_carried_over() throws IOException {
        Rehearsal rehearsal = rehearse(Instead.NOTHING);
        assertEquals(List.of(), rehearsal.unforeseen());
        Bytes kernel = PeFile.read(Programs.with(3)).orElseThrow().digest(HASH);
        assertEquals(
                List.of(kernel, kernel),
                rehearsal.events().stream()
                        .map(ForeseenEvent::digest)
                        .filter(kernel::equals)
                        .toList());
        assertTrue(
                rehearsal.events().stream()
                        .filter(event -> event.pcr().index() == 7 || event.pcr().index() == 8)
                        .allMatch(event -> event.source() == Source.CARRIED_OVER));
        PcrBank coming = rehearsal.registers(now, proven());
        assertEquals(now.value(new Pcr(7)), coming.value(new Pcr(7)));
        assertEquals(now.value(new Pcr(8)), coming.value(new Pcr(8)));
        assertNotEquals(now.value(new Pcr(4)), coming.value(new Pcr(4)));
        assertNotEquals(now.value(new Pcr(9)), coming.value(new Pcr(9)));
    }

    @Test
    void another_command_line_is_computed_of_this_ones_words() throws IOException {
        files.put(
                GRUB_CFG,
                text("menuentry lab { linux /vmlinuz console=ttyS0 splash\n initrd /initrd }"));
        Rehearsal rehearsal = rehearse(new Instead("quiet", "splash"));
        assertEquals(List.of(), rehearsal.unforeseen());
        List<Bytes> digests = rehearsal.events().stream().map(ForeseenEvent::digest).toList();
        assertTrue(digests.contains(HASH.digest(text("/vmlinuz console=ttyS0 splash"))));
        assertTrue(digests.contains(HASH.digest(text("linux /vmlinuz console=ttyS0 splash"))));
    }

    @Test
    void a_configuration_without_this_boots_commands_cannot_be_foretold() throws IOException {
        files.put(GRUB_CFG, text("menuentry lab { linux /vmlinuz init=/bin/sh }"));
        List<Unforeseen> unforeseen = rehearse(Instead.NOTHING).unforeseen();
        assertEquals(
                List.of("grub_cmd: linux /vmlinuz console=ttyS0 quiet", "grub_cmd: initrd /initrd"),
                unforeseen.stream().map(Unforeseen::event).toList());
    }

    @Test
    void a_file_that_is_not_there_cannot_be_foretold() throws IOException {
        files.remove("/initrd");
        List<Unforeseen> unforeseen = rehearse(Instead.NOTHING).unforeseen();
        assertEquals(1, unforeseen.size());
        assertEquals("/initrd", unforeseen.getFirst().event());
    }

    @Test
    void of_several_files_by_one_name_none_is_guessed() throws IOException {
        Rehearsal rehearsal =
                Rehearsal.of(
                        proven(),
                        path ->
                                path.equals("/initrd")
                                        ? List.of(text("one"), text("another"))
                                        : List.of(files.getOrDefault(path, Bytes.NONE)),
                        Instead.NOTHING);
        assertEquals(1, rehearsal.unforeseen().size());
        assertTrue(rehearsal.unforeseen().getFirst().why().contains("several files"));
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The smallest PE file that differs by one byte of its only section. */
}
