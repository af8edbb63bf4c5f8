package oxt.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeathTest {
    private static final String HEALTHY =
            """
            (XEN) AMD-Vi: IOMMU 0 Enabled.
            (XEN) Dom0 has maximum 1 VCPUs
            [   90.5] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [kworker/0:1:12]
            [   95.1] rcu: INFO: rcu_preempt self-detected stall on CPU
            """;

    @Test
    void a_slow_machine_is_not_a_dead_one() {
        assertEquals(Optional.empty(), Death.in(HEALTHY));
    }

    @Test
    void a_crash_is_told_by_its_first_line() {
        String log = HEALTHY + "(XEN) Xen BUG at arch/x86/mm.c:12\n(XEN) Panic on CPU 1:\n";
        assertEquals(
                Optional.of(
                        new Death(
                                "Xen or dom0's kernel crashed: (XEN) Xen BUG at arch/x86/mm.c:12")),
                Death.in(log));
    }

    @Test
    void a_kernel_that_panics_is_a_death_though_qemu_ends_well() {
        String log = HEALTHY + "[   99.0] Kernel panic - not syncing: Attempted to kill init!\n";
        assertEquals(
                Optional.of(
                        new Death(
                                "Xen or dom0's kernel crashed: [   99.0] Kernel panic - not syncing:"
                                        + " Attempted to kill init!")),
                Death.of(0, "", log));
    }

    @Test
    void a_guest_in_xens_own_code_is_the_death_of_the_emulated_processor() {
        String log =
                HEALTHY
                        + """
                        (XEN) d2v0 Triple fault - invoking HVM shutdown action 1
                        (XEN) RIP:    e008:[<ffff82d040215abd>]
                        (XEN) RFLAGS: 0000000000000246   CONTEXT: hvm guest (d2v0)
                        """;
        assertEquals(
                Optional.of(new Death("The emulated processor ran a guest in Xen's own code.")),
                Death.in(log));
        String own = log.replace("e008:[<ffff82d040215abd>]", "0010:[<ffffffff81000000>]");
        assertEquals(Optional.empty(), Death.in(own));
    }

    @Test
    void qemu_that_aborts_is_a_death_with_its_last_words() {
        assertEquals(
                Optional.of(new Death("QEMU ended with status 134: assertion failed")),
                Death.of(134, "warning: TCG\nassertion failed\n", HEALTHY));
    }

    @Test
    void a_dom0_that_was_switched_off_in_good_order_did_not_die() {
        assertEquals(Optional.empty(), Death.of(0, "", HEALTHY));
    }
}
