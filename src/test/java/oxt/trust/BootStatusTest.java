package oxt.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import oxt.trust.BootStatus.Part;
import oxt.trust.BootStatus.SecureBoot;
import oxt.trust.BootStatus.Standing;

class BootStatusTest {

    @Test
    void every_register_of_a_real_boot_is_proven_or_untouched() throws Exception {
        for (String boot : Boots.ALL) {
            BootStatus status = of(boot);
            assertTrue(
                    status.registers().stream()
                            .noneMatch(register -> register.standing() == Standing.UNPROVEN),
                    boot + " " + status);
            assertEquals(List.of(), status.untouchedOfFirmware());
        }
    }

    @Test
    void it_says_who_measured_and_whether_secure_boot_was_on() throws Exception {
        assertEquals(BootStatus.Measurer.UEFI, of("grub-secure-boot").measurer());
        assertEquals(SecureBoot.ON, of("grub-secure-boot").secureBoot());
        assertEquals(SecureBoot.OFF, of("systemd-stub").secureBoot());
        assertEquals(BootStatus.Measurer.BIOS, of("seabios-tpm20").measurer());
        assertEquals(SecureBoot.UNPROVEN, of("seabios-tpm20").secureBoot());
    }

    @Test
    void it_names_what_nothing_measured() throws Exception {
        assertEquals(Set.of(), of("grub-secure-boot").unmeasured());
        assertEquals(Set.of(), of("systemd-stub").unmeasured());
        assertEquals(Set.of(), of("kernel-stub").unmeasured());
        assertEquals(Set.of(Part.values()), of("seabios-tpm20").unmeasured());
    }

    @Test
    void secure_boot_is_not_believed_when_its_register_holds_something_else() throws Exception {
        SortedMap<Pcr, Bytes> values =
                new TreeMap<>(Boots.ofFirmware("grub-secure-boot", HashAlgorithm.SHA256).values());
        values.put(new Pcr(7), Bytes.filled(7, HashAlgorithm.SHA256.size()));
        BootStatus status =
                BootStatus.of(
                        Optional.of(Boots.read("grub-secure-boot")),
                        List.of(),
                        Map.of(HashAlgorithm.SHA256, new PcrBank(HashAlgorithm.SHA256, values)));
        assertEquals(SecureBoot.UNPROVEN, status.secureBoot());
        assertEquals(Standing.UNPROVEN, status.registers().get(7).standing());
    }

    /** A machine whose TPM was never measured into, where others once took that for evidence. */
    @Test
    void registers_as_they_are_at_power_on_are_no_evidence() {
        for (int filling : new int[] {0, 0xff}) {
            SortedMap<Pcr, Bytes> values = new TreeMap<>();
            for (int index = 0; index < Pcr.COUNT; index++) {
                values.put(new Pcr(index), Bytes.filled(filling, HashAlgorithm.SHA256.size()));
            }
            BootStatus status =
                    BootStatus.of(
                            Optional.empty(),
                            List.of(),
                            Map.of(
                                    HashAlgorithm.SHA256,
                                    new PcrBank(HashAlgorithm.SHA256, values)));
            List<Pcr> firmware = new ArrayList<>();
            for (int index = 0; index <= 7; index++) {
                firmware.add(new Pcr(index));
            }
            assertEquals(firmware, status.untouchedOfFirmware());
            assertEquals(BootStatus.Measurer.UNKNOWN, status.measurer());
        }
    }

    private static BootStatus of(String boot) throws Exception {
        return BootStatus.of(
                Optional.of(Boots.read(boot)),
                ImaListReader.read(Boots.imaList(boot)).orThrow(),
                Boots.registers(boot));
    }
}
