package oxt.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final String BOOT = "grub-secure-boot";

    @Test
    void logs_of_real_boots_lead_to_their_registers_in_every_bank() throws Exception {
        for (String boot : Boots.ALL) {
            EventLog log = Boots.read(boot);
            for (HashAlgorithm bank : Boots.registers(boot).keySet()) {
                PcrBank registers = Boots.ofFirmware(boot, bank);
                ProvenLog proven =
                        assertInstanceOf(
                                        Replay.Proven.class,
                                        Replay.of(log, registers),
                                        boot + " " + bank)
                                .log();
                assertEquals(
                        log.events().stream().filter(LoggedEvent::extendsRegister).count(),
                        proven.measurements().size());
            }
        }
    }

    @Test
    void nothing_is_proven_when_one_entry_is_missing_changed_or_moved() throws Exception {
        EventLog log = Boots.read(BOOT);
        PcrBank registers = Boots.ofFirmware(BOOT, HashAlgorithm.SHA256);
        for (LoggedEvent event : log.events()) {
            if (event.extendsRegister()) {
                List<LoggedEvent> without = new ArrayList<>(log.events());
                without.remove(event);
                assertUnproven(event, with(log, without), registers);
                List<LoggedEvent> changed = new ArrayList<>(log.events());
                changed.set(event.number(), flipped(event));
                assertUnproven(event, with(log, changed), registers);
            }
        }
        List<LoggedEvent> moved = new ArrayList<>(log.events());
        moved.add(1, moved.remove(2));
        assertUnproven(log.events().get(1), with(log, moved), registers);
    }

    @Test
    void a_register_that_the_log_knows_nothing_of_must_be_untouched() throws Exception {
        EventLog log = Boots.read(BOOT);
        PcrBank registers = Boots.ofFirmware(BOOT, HashAlgorithm.SHA256);
        SortedMap<Pcr, Bytes> extended = new TreeMap<>(registers.values());
        Pcr late = new Pcr(17);
        extended.put(late, Bytes.filled(0, HashAlgorithm.SHA256.size()));
        Replay replay = Replay.of(log, new PcrBank(HashAlgorithm.SHA256, extended));
        List<Replay.Difference> differences =
                assertInstanceOf(Replay.Unproven.class, replay).differences();
        assertEquals(late, differences.getFirst().pcr());
        assertEquals(1, differences.size());
    }

    @Test
    void only_registers_that_were_asked_for_are_proven() throws Exception {
        PcrBank all = Boots.ofFirmware(BOOT, HashAlgorithm.SHA256);
        Pcr secureBoot = new Pcr(7);
        PcrBank one =
                new PcrBank(
                        HashAlgorithm.SHA256,
                        new TreeMap<>(Map.of(secureBoot, all.value(secureBoot).orElseThrow())));
        Replay.Proven proven =
                assertInstanceOf(Replay.Proven.class, Replay.of(Boots.read(BOOT), one));
        assertEquals(Set.of(secureBoot), proven.log().registers());
        assertTrue(
                proven.log().measurements().stream()
                        .allMatch(measurement -> measurement.pcr().equals(secureBoot)));
    }

    @Test
    void a_bank_that_the_log_has_no_digests_of_proves_nothing() throws Exception {
        EventLog log = Boots.read("seabios-tpm12");
        PcrBank other = Boots.ofFirmware(BOOT, HashAlgorithm.SHA256);
        Replay.Unproven unproven = assertInstanceOf(Replay.Unproven.class, Replay.of(log, other));
        assertTrue(unproven.differences().stream().anyMatch(d -> d.replayed().isEmpty()));
    }

    @Test
    void content_is_there_only_where_the_digest_covers_it() throws Exception {
        EventLog log = Boots.read(BOOT);
        Replay replay = Replay.of(log, Boots.ofFirmware(BOOT, HashAlgorithm.SHA256));
        ProvenLog proven = assertInstanceOf(Replay.Proven.class, replay).log();
        for (ProvenLog.Measurement measurement : proven.measurements()) {
            EventType type = measurement.claim().type();
            if (type.equals(EventType.SEPARATOR) || type.equals(EventType.VARIABLE_DRIVER_CONFIG)) {
                assertEquals(Optional.of(measurement.claim().content()), measurement.content());
            }
            if (type.equals(EventType.BOOT_SERVICES_APPLICATION)) {
                assertEquals(Optional.empty(), measurement.content());
            }
        }
    }

    @Test
    void the_start_up_locality_is_in_register_0_from_the_beginning() {
        Bytes digest = HashAlgorithm.SHA1.digest(Bytes.of(new byte[] {1}));
        var event =
                new LoggedEvent(
                        0,
                        0,
                        Optional.of(new Pcr(0)),
                        Map.of(HashAlgorithm.SHA1, digest),
                        new LoggedEvent.Claim(EventType.CRTM_VERSION, Bytes.NONE));
        var log =
                new EventLog(
                        EventLog.Form.CRYPTO_AGILE, Set.of(HashAlgorithm.SHA1), 3, List.of(event));
        byte[] three = new byte[20];
        three[19] = 3;
        Bytes register = HashAlgorithm.SHA1.digest(Bytes.of(three), digest);
        PcrBank bank = new PcrBank(HashAlgorithm.SHA1, new TreeMap<>(Map.of(new Pcr(0), register)));
        assertInstanceOf(Replay.Proven.class, Replay.of(log, bank));
    }

    private static void assertUnproven(LoggedEvent about, EventLog log, PcrBank registers) {
        assertInstanceOf(Replay.Unproven.class, Replay.of(log, registers), about.toString());
    }

    private static EventLog with(EventLog log, List<LoggedEvent> events) {
        return new EventLog(log.form(), log.banks(), log.startupLocality(), events);
    }

    private static LoggedEvent flipped(LoggedEvent event) {
        byte[] digest = event.digests().get(HashAlgorithm.SHA256).toArray();
        digest[0] ^= 1;
        return new LoggedEvent(
                event.number(),
                event.offset(),
                event.pcr(),
                Map.of(HashAlgorithm.SHA256, Bytes.of(digest)),
                event.claim());
    }
}
