package oxt.trust.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import oxt.trust.BootStatus;
import oxt.trust.Bytes;
import oxt.trust.EventContent;
import oxt.trust.EventContentReader;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.EventType;
import oxt.trust.HashAlgorithm;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.Replay;
import oxt.trust.reconstruction.BootParts.Variable;
import oxt.trust.rehearsal.PeFile;
import oxt.trust.rehearsal.Programs;

/** Registers of recorded boots, whose logs are kept from who looks for them. */
class LogReconstructionTest {
    private static final Pcr PROGRAMS = LogReconstruction.PROGRAMS;
    private static final Pcr SECURE_BOOT = LogReconstruction.SECURE_BOOT;
    private static final String CALLING = "Calling EFI Application from Boot Option";

    private static final Set<HashAlgorithm> BANKS =
            Set.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256);

    /** Of UEFI_VARIABLE_DATA. */
    private static final int NAME = 32;

    private static final int LIST_HEADER = 28;

    private static EventLog recorded(String boot) throws IOException {
        Path file = Path.of("src/test/resources/corpus/event-log", boot);
        return EventLogReader.read(Bytes.of(Files.readAllBytes(file))).orThrow();
    }

    private static Map<HashAlgorithm, PcrBank> registers(EventLog log) {
        Map<HashAlgorithm, PcrBank> banks = new EnumMap<>(HashAlgorithm.class);
        Replay.values(log).forEach((bank, values) -> banks.put(bank, new PcrBank(bank, values)));
        return banks;
    }

    /** As they were set at that boot; shim's as it hands them to the system that runs. */
    private static Map<Variable, Bytes> variables(EventLog log) {
        Map<Variable, Bytes> variables = new EnumMap<>(Variable.class);
        for (LoggedEvent event : log.events()) {
            EventType type = event.claim().type();
            boolean isSetting = type.equals(EventType.VARIABLE_DRIVER_CONFIG);
            if (!isSetting && !type.equals(EventType.VARIABLE_AUTHORITY)) {
                continue;
            }
            Bytes content = event.claim().content();
            var read = (EventContent.Variable) EventContentReader.read(event.claim());
            int behindName = NAME + 2 * read.name().length();
            Bytes value = content.slice(behindName, content.length() - behindName);
            switch (read.name()) {
                case "MokListRT" -> variables.put(Variable.MOK_LIST, list(value));
                case "SbatLevel" -> variables.put(Variable.SBAT_LEVEL, value);
                default -> {
                    if (isSetting) {
                        variables.put(named(read.name()), value);
                    }
                }
            }
        }
        return variables;
    }

    private static Variable named(String name) {
        return Arrays.stream(Variable.values())
                .filter(variable -> variable.id().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** One key as EFI_SIGNATURE_LIST, of a type that nobody asks for. */
    private static Bytes list(Bytes key) {
        return new EfiWriter()
                .guid(new UUID(1, 2))
                .u32(LIST_HEADER + key.length())
                .u32(0)
                .u32(key.length())
                .bytes(key)
                .written();
    }

    private static EventLog found(Map<HashAlgorithm, PcrBank> tpm, BootParts parts) {
        return EventLogReader.read(LogReconstruction.of(tpm, parts).orElseThrow()).orThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel-stub", "systemd-stub", "grub-secure-boot"})
    void who_vouched_for_a_recorded_boot_is_found_again(String boot) throws IOException {
        EventLog recorded = recorded(boot);
        Map<HashAlgorithm, PcrBank> tpm = registers(recorded);
        EventLog found = found(tpm, new BootParts(List.of(), variables(recorded)));
        for (PcrBank bank : tpm.values()) {
            assertInstanceOf(Replay.Proven.class, Replay.of(found, bank.only(SECURE_BOOT)));
        }
        assertEquals(claims(recorded, SECURE_BOOT), claims(found, SECURE_BOOT));
        assertEquals(
                BootStatus.of(Optional.of(recorded), List.of(), tpm).secureBoot(),
                BootStatus.of(Optional.of(found), List.of(), tpm).secureBoot());
    }

    private static List<LoggedEvent.Claim> claims(EventLog log, Pcr pcr) {
        return log.events().stream()
                .filter(event -> event.extendsRegister() && event.pcr().equals(Optional.of(pcr)))
                .map(LoggedEvent::claim)
                .toList();
    }

    @Test
    void a_chain_of_programs_is_found_among_others_in_whichever_order_they_lie() {
        Bytes shim = Programs.with(1);
        Bytes loader = Programs.with(2);
        Bytes xen = Programs.with(3, ".ramdisk");
        Map<HashAlgorithm, PcrBank> tpm =
                boot(
                        ascii(CALLING),
                        Bytes.filled(0, 4),
                        authenticode(shim),
                        authenticode(loader),
                        authenticode(xen));
        List<BootParts.Program> disk = new ArrayList<>();
        for (int other = 10; other < 30; other++) {
            disk.add(program("/EFI/other" + other + ".efi", Programs.with(other)));
        }
        disk.add(program("/EFI/xen.efi", xen));
        disk.add(program("/EFI/loader.efi", loader));
        disk.add(program("/EFI/shim.efi", shim));

        EventLog found = found(tpm, new BootParts(disk, Map.of()));

        for (PcrBank bank : tpm.values()) {
            assertInstanceOf(Replay.Proven.class, Replay.of(found, bank.only(PROGRAMS)));
        }
        assertEquals(
                List.of("\\EFI\\shim.efi", "\\EFI\\loader.efi", "\\EFI\\xen.efi"),
                found.events().stream()
                        .map(event -> EventContentReader.read(event.claim()))
                        .flatMap(
                                content ->
                                        content instanceof EventContent.Image image
                                                ? image.path().stream()
                                                : Stream.of())
                        .toList());
        BootStatus status = BootStatus.of(Optional.of(found), List.of(), tpm);
        assertEquals(Set.of(BootStatus.Part.COMMAND_LINE), status.unmeasured());
    }

    @Test
    void a_program_that_is_no_more_on_the_disk_is_not_made_up() {
        Map<HashAlgorithm, PcrBank> tpm =
                boot(ascii(CALLING), Bytes.filled(0, 4), authenticode(Programs.with(1)));
        BootParts parts =
                new BootParts(List.of(program("/EFI/other.efi", Programs.with(2))), Map.of());
        assertEquals(Optional.empty(), LogReconstruction.of(tpm, parts));
    }

    @Test
    void registers_that_no_boot_touched_have_no_log() {
        SortedMap<Pcr, Bytes> zeros = new TreeMap<>();
        zeros.put(PROGRAMS, Bytes.filled(0, 32));
        zeros.put(SECURE_BOOT, Bytes.filled(0, 32));
        Map<HashAlgorithm, PcrBank> tpm =
                Map.of(HashAlgorithm.SHA256, new PcrBank(HashAlgorithm.SHA256, zeros));
        assertEquals(
                Optional.empty(), LogReconstruction.of(tpm, new BootParts(List.of(), Map.of())));
    }

    @Test
    void keys_whose_lengths_lie_are_left_out() throws IOException {
        EventLog recorded = recorded("kernel-stub");
        byte[] lying = list(Bytes.filled(7, 40)).toArray();
        for (int place = 16; place < LIST_HEADER; place++) {
            for (int value : new int[] {0, 0x7f, 0x80, 0xff}) {
                byte[] changed = lying.clone();
                changed[place] = (byte) value;
                Map<Variable, Bytes> variables = variables(recorded);
                variables.put(Variable.MOK_LIST, Bytes.of(changed));
                assertTrue(
                        LogReconstruction.of(
                                        registers(recorded), new BootParts(List.of(), variables))
                                .isPresent());
            }
        }
    }

    private static BootParts.Program program(String path, Bytes file) {
        return BootParts.Program.of(path, PeFile.read(file).orElseThrow(), BANKS);
    }

    /** What the hash of it is, whichever the bank: bytes, or a program. */
    private interface Measured {
        Bytes digest(HashAlgorithm bank);
    }

    private static Measured authenticode(Bytes program) {
        return bank -> PeFile.read(program).orElseThrow().digest(bank);
    }

    private static Bytes ascii(String words) {
        return Bytes.of(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static Map<HashAlgorithm, PcrBank> boot(
            Bytes first, Bytes second, Measured... programs) {
        Map<HashAlgorithm, PcrBank> tpm = new EnumMap<>(HashAlgorithm.class);
        for (HashAlgorithm bank : BANKS) {
            Bytes value = Bytes.filled(0, bank.size());
            value = bank.extend(value, bank.digest(first));
            value = bank.extend(value, bank.digest(second));
            for (Measured program : programs) {
                value = bank.extend(value, program.digest(bank));
            }
            tpm.put(bank, new PcrBank(bank, new TreeMap<>(Map.of(PROGRAMS, value))));
        }
        return tpm;
    }
}
