package oxt.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImaReplayTest {
    private static final String BOOT = "systemd-stub";

    @Test
    void lists_of_real_kernels_lead_to_their_register() throws Exception {
        for (String boot : Boots.ALL) {
            for (HashAlgorithm bank : List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256)) {
                if (Boots.registers(boot).containsKey(bank)) {
                    List<ImaEntry> list = ImaListReader.read(Boots.imaList(boot)).orThrow();
                    ImaReplay.Proven proven =
                            assertInstanceOf(
                                    ImaReplay.Proven.class, replay(boot, bank, list), boot);
                    assertTrue(proven.entries().size() > 5, boot);
                }
            }
        }
    }

    @Test
    void an_entry_says_which_file_had_which_digest() throws Exception {
        List<ImaEntry> list = ImaListReader.read(Boots.imaList(BOOT)).orThrow();
        assertEquals(Optional.of("boot_aggregate"), list.getFirst().named().path());
        assertTrue(
                list.stream()
                        .anyMatch(
                                entry -> entry.named().path().equals(Optional.of("/bin/busybox"))));
        assertTrue(
                list.get(1).named().digest().orElseThrow().matches("sha256:[0-9a-f]{64}"),
                list.get(1).toString());
    }

    @Test
    void nothing_is_proven_when_an_entry_is_missing_or_another() throws Exception {
        List<ImaEntry> list = ImaListReader.read(Boots.imaList(BOOT)).orThrow();
        ImaReplay whole = replay(BOOT, HashAlgorithm.SHA256, list);
        int seen = assertInstanceOf(ImaReplay.Proven.class, whole).entries().size();
        for (int entry = 0; entry < seen; entry++) {
            List<ImaEntry> without = new ArrayList<>(list);
            without.remove(entry);
            assertInstanceOf(ImaReplay.Unproven.class, replay(BOOT, HashAlgorithm.SHA256, without));
        }
    }

    @Test
    void a_bank_that_the_kernel_fills_with_sha_1_digests_proves_nothing() throws Exception {
        List<ImaEntry> list = ImaListReader.read(Boots.imaList(BOOT)).orThrow();
        assertInstanceOf(ImaReplay.Unproven.class, replay(BOOT, HashAlgorithm.SHA384, list));
    }

    private static ImaReplay replay(String boot, HashAlgorithm bank, List<ImaEntry> list)
            throws Exception {
        Bytes register = Boots.registers(boot).get(bank).value(Boots.IMA).orElseThrow();
        return ImaReplay.of(list, bank, Boots.IMA, register);
    }
}
