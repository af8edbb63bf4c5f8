package oxt.engine.xen;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.Programs;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;

/** What Xen can do on this host, as far as the host says it; each no has its reason. */
final class XenAbilities {
    private static final Ability ABLE = new Ability.Able();
    private static final String HVM = "hvm-3.0-x86_64";
    private static final String PV = "xen-3.0-x86_64";

    private final XenHost host;
    private final Programs programs;

    XenAbilities(XenHost host, Programs programs) {
        this.host = host;
        this.programs = programs;
    }

    Abilities ask() throws EngineException, InterruptedException {
        Map<Feature, Ability> answers = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            Optional<Ability.Unable> tooOld = XlSince.tooOld(feature, host.version());
            answers.put(feature, tooOld.isPresent() ? tooOld.get() : answer(feature));
        }
        return new Abilities("xen", answers);
    }

    private Ability answer(Feature feature) throws EngineException, InterruptedException {
        return switch (feature) {
            case BOOT_DIRECT_KERNEL, LINKS, SAVE, XEN_TIMER_MODE, XEN_CPUID, XEN_GRANT_VERSION ->
                    ABLE;
            case BOOT_BIOS, DISPLAY -> hvm();
            case BOOT_UEFI ->
                    new Ability.Unable(
                            "the UEFI variables of guests do not outlive their domain on Xen",
                            "Write boot: {firmware: bios}, or boot a kernel directly.");
            case DISK_RAW, STORAGE_DOMAINS -> disks();
            case DISK_QCOW2, DISK_FRESH ->
                    programs.find("qemu-img").isEmpty()
                            ? missing("the program qemu-img", "qemu-utils")
                            : disks();
            case UPLINK_USER ->
                    new Ability.Unable(
                            "it is a part of QEMU, and a driver domain on Xen has a card of its own",
                            "Write uplink: {pci: ADDRESS}; oxt host pci lists the cards.");
            case UPLINK_PCI, PCI_DEVICES -> pci();
            case XEN_PV -> guests(PV, "PV guests");
            case XEN_PVH -> guests(HVM, "PVH guests");
            case XEN_HVM, XEN_VIRIDIAN, XEN_ACPI_TABLES, XEN_SMBIOS_TABLES -> hvm();
            case XEN_NESTED_HVM ->
                    host.info().can("hap")
                            ? hvm()
                            : new Ability.Unable(
                                    "the processor has no nested paging, which nested guests need",
                                    "Use a processor with EPT or NPT.");
            case XEN_LABEL -> built("CONFIG_XSM_FLASK", "security labels (XSM and FLASK)");
            case XEN_ARGO -> built("CONFIG_ARGO", "Argo");
            case XEN_STUBDOMAIN ->
                    host.boots("qemu-stubdom-linux-kernel")
                            ? hvm()
                            : new Ability.Unable(
                                    "Xen's folder has no stub domain (qemu-stubdom-linux-kernel),"
                                            + " and Debian does not package one",
                                    "Leave the device model in dom0, where it runs without"
                                            + " rights; or install a stub domain.");
        };
    }

    private Ability hvm() throws EngineException, InterruptedException {
        Ability guests = guests(HVM, "HVM guests");
        if (guests instanceof Ability.Unable) {
            return guests;
        }
        return host.deviceModel().isPresent()
                ? ABLE
                : missing("Xen's device model", "qemu-system-xen");
    }

    /** Every disk is served by Xen's device model, also those of guests without emulation. */
    private Ability disks() throws EngineException, InterruptedException {
        return host.deviceModel().isPresent()
                ? ABLE
                : missing("Xen's device model, which serves disks,", "qemu-system-xen");
    }

    private Ability guests(String kind, String words) throws EngineException, InterruptedException {
        return host.info().runs(kind)
                ? ABLE
                : new Ability.Unable(
                        "this hypervisor cannot run " + words + " here",
                        "Switch virtualisation (VT-x, AMD-V) on in the firmware; xl info lists what"
                                + " Xen found under xen_caps.");
    }

    private Ability pci() throws EngineException, InterruptedException {
        return host.info().can("hvm_directio")
                ? hvm()
                : new Ability.Unable(
                        "this machine has no IOMMU that Xen uses",
                        "Switch the IOMMU (VT-d, AMD-Vi) on in the firmware, and look at what Xen"
                                + " says of it: xl dmesg | grep -i iommu");
    }

    private Ability built(String option, String words)
            throws EngineException, InterruptedException {
        XenBuild build = host.build();
        if (build.has(option)) {
            return ABLE;
        }
        return new Ability.Unable(
                build.options().isPresent()
                        ? "this hypervisor was built without " + words + " (" + option + ")"
                        : "this hypervisor does not say whether it was built with " + words,
                "Install a hypervisor that was built with " + option + "=y.");
    }

    private static Ability missing(String what, String debianPackage) {
        return new Ability.Unable(
                what + " is not on this machine", "Run: apt-get install " + debianPackage);
    }
}
