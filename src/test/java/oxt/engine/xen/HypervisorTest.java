package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.model.ByteSize;

class HypervisorTest {
    /** Of Debian 13's Xen, shortened. */
    private static final String SAID =
            """
            host                   : dom0
            virt_caps              : pv hvm hvm_directio pv_directio hap gnttab-v1 gnttab-v2
            total_memory           : 4607
            free_memory            : 2510
            xen_version            : 4.20.5-pre
            xen_caps               : xen-3.0-x86_64 hvm-3.0-x86_32 hvm-3.0-x86_64\s
            xen_commandline        : console=com1 dom0_mem=2048M,max:2048M
            """;

    private static final XenControl.Memory MEMORY =
            new XenControl.Memory(ByteSize.mebibytes(4607), ByteSize.mebibytes(2510));

    @Test
    void what_xen_says_of_itself_is_read() {
        Hypervisor info = Hypervisor.of(SAID);
        assertEquals("4.20.5-pre", info.version());
        assertTrue(info.runs("hvm-3.0-x86_64"));
        assertTrue(info.can("hvm_directio"));
        assertEquals("console=com1 dom0_mem=2048M,max:2048M", info.commandLine());
        assertEquals(ByteSize.mebibytes(2510), info.freeMemory());
    }

    @Test
    void of_nothing_said_nothing_is_believed() {
        Hypervisor info = Hypervisor.of("xl: command not found\nfree_memory : a lot\n");
        assertEquals("unknown", info.version());
        assertEquals(Set.of(), info.guests());
        assertEquals(new ByteSize(0), info.freeMemory());
    }

    @Test
    void a_host_is_warned_of_grant_tables_version_two_and_of_nothing_that_is_well() {
        assertEquals(List.of("grant tables"), warnings(SAID));
        assertEquals(List.of(), warnings(SAID.replace(" gnttab-v2", "")));
    }

    @Test
    void a_host_without_an_iommu_or_a_limit_of_dom0_is_told_so() {
        String said = SAID.replace(" hvm_directio", "").replace("dom0_mem=2048M,max:2048M", "");
        assertEquals(List.of("grant tables", "IOMMU", "memory"), warnings(said));
    }

    @Test
    void each_warning_says_what_is_the_case_and_what_to_do() {
        String said = SAID.replace(" hvm_directio", "").replace("dom0_mem=2048M,max:2048M", "");
        StringBuilder text = new StringBuilder();
        for (XenWarnings.Warning warning : XenWarnings.of(Hypervisor.of(said), MEMORY)) {
            text.append(warning.about())
                    .append(": ")
                    .append(warning.what())
                    .append("\n    ")
                    .append(warning.remedy())
                    .append('\n');
        }
        Golden.check("xen/warnings", text.toString());
    }

    @Test
    void what_a_hypervisor_was_built_with_is_what_stands_there_with_a_y() {
        XenBuild build = XenBuild.of("CONFIG_HVM=y\n# CONFIG_XSM is not set\n");
        assertTrue(build.has("CONFIG_HVM"));
        assertFalse(build.has("CONFIG_XSM"));
        assertFalse(XenBuild.UNKNOWN.has("CONFIG_HVM"));
        assertEquals(Optional.empty(), XenBuild.UNKNOWN.options());
    }

    private static List<String> warnings(String said) {
        return XenWarnings.of(Hypervisor.of(said), MEMORY).stream()
                .map(XenWarnings.Warning::about)
                .toList();
    }
}
