package oxt.engine.xen;

import java.util.ArrayList;
import java.util.List;
import oxt.engine.EngineException;

/** What of this host's Xen works, and would better be otherwise. */
public final class XenWarnings {
    static final String IOMMU_REMEDY =
            "Switch the IOMMU (VT-d, AMD-Vi) on in the firmware, and look at what Xen says of it:"
                    + " xl dmesg | grep -i iommu";

    private XenWarnings() {}

    /**
     * One of them.
     *
     * @param about in a word or two
     */
    public record Warning(String about, String what, String remedy) {}

    public static List<Warning> of(XenHost host, XenControl.Memory memory)
            throws EngineException, InterruptedException {
        return of(host.info(), memory);
    }

    static List<Warning> of(Hypervisor info, XenControl.Memory memory) {
        List<Warning> warnings = new ArrayList<>();
        if (info.can("gnttab-v2")) {
            warnings.add(
                    new Warning(
                            "grant tables",
                            "Grant tables version 2 is allowed: most of Xen's flaws of that kind were"
                                    + " in it, and no guest needs it.",
                            "Add gnttab=max-ver:1 to Xen's command line (GRUB_CMDLINE_XEN_DEFAULT),"
                                    + " then update-grub and boot; or say"
                                    + " xen: {max-grant-version: 1} in each VM."));
        }
        if (!info.can("hvm_directio")) {
            warnings.add(
                    new Warning(
                            "IOMMU",
                            "dom0 has no IOMMU that Xen uses, so no driver domain can have a card of"
                                    + " its own.",
                            IOMMU_REMEDY));
        }
        if (!info.commandLine().contains("dom0_mem=")) {
            warnings.add(
                    new Warning(
                            "memory",
                            "dom0 has all memory that no domain has, "
                                    + memory.free()
                                    + " is free, and VMs are given none of dom0's.",
                            "Add dom0_mem=2048M,max:2048M to Xen's command line"
                                    + " (GRUB_CMDLINE_XEN_DEFAULT), then update-grub and boot; write"
                                    + " autoballoon=\"off\" in /etc/xen/xl.conf."));
        }
        return warnings;
    }
}
