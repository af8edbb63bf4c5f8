package oxt.trust;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;

class EventContentTest {

    @Test
    void a_boot_with_shim_and_grub_reads_well() throws Exception {
        Golden.check("launch/grub-secure-boot.txt", told("grub-secure-boot"));
    }

    @Test
    void a_boot_with_systemd_s_stub_reads_well() throws Exception {
        Golden.check("launch/systemd-stub.txt", told("systemd-stub"));
    }

    @Test
    void a_boot_of_the_kernel_s_own_stub_reads_well() throws Exception {
        Golden.check("launch/kernel-stub.txt", told("kernel-stub"));
    }

    @Test
    void a_boot_by_a_bios_reads_well() throws Exception {
        Golden.check("launch/seabios-tpm20.txt", told("seabios-tpm20"));
    }

    private static String told(String boot) throws Exception {
        StringBuilder text = new StringBuilder();
        for (LoggedEvent event : Boots.read(boot).events()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%d %s %s: %s%n",
                            event.number(),
                            event.pcr().map(Pcr::toString).orElse("-"),
                            event.claim().type(),
                            EventContentText.of(EventContentReader.read(event.claim()))));
        }
        return text.toString();
    }
}
