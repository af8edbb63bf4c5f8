package oxt.engine.xen;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.Firmware;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;

/** What Xen can do on this host, as far as the host says it; each no has its reason. */
final class XenAbilities {
    private static final Ability ABLE = new Ability.Able();
    private static final String HVM = "hvm-3.0-x86_64";
    private static final String PV = "xen-3.0-x86_64";

    /** UEFI of the Debian before was not seen to start on the Xen of that one. */
    private static final XenVersion UEFI_SEEN = new XenVersion(4, 20);

    private final XenVersion version;
    private final Hypervisor info;
    private final XenBuild build;
    private final XenParts parts;

    private XenAbilities(XenVersion version, Hypervisor info, XenBuild build, XenParts parts) {
        this.version = version;
        this.info = info;
        this.build = build;
        this.parts = parts;
    }

    static Abilities of(XenHost host) throws EngineException, InterruptedException {
        return of(host.version(), host.info(), host.build(), host.parts());
    }

    static Abilities of(XenVersion version, Hypervisor info, XenBuild build, XenParts parts) {
        XenAbilities abilities = new XenAbilities(version, info, build, parts);
        Map<Feature, Ability> answers = new LinkedHashMap<>();
        for (Feature feature : Feature.all()) {
            Optional<Ability.Unable> tooOld = XlSince.tooOld(feature, version);
            answers.put(feature, tooOld.isPresent() ? tooOld.get() : abilities.answer(feature));
        }
        return new Abilities("xen", answers);
    }

    private Ability answer(Feature feature) {
        return switch (feature) {
            case Feature.General general -> general(general);
            case Feature.Hardware hardware -> hardware(hardware);
            case Feature.OfXen setting -> setting(setting);
            case Feature.NotYet wish -> wish(wish);
        };
    }

    private Ability general(Feature.General feature) {
        return switch (feature) {
            case BOOT_DIRECT_KERNEL, LINKS, SAVE -> ABLE;
            case BOOT_BIOS, DISPLAY -> hvm();
            case BOOT_UEFI -> uefi();
            case UEFI_VARIABLES ->
                    new Ability.Unable(
                            "xl has no file for them, and they are gone with the guest's domain",
                            "Write boot: {firmware: bios}, or boot a kernel directly; what keeps"
                                    + " them is a daemon beside the device model (varstored), which"
                                    + " Debian does not package.");
            case DISK_RAW -> disks();
            case DISK_QCOW2, DISK_FRESH ->
                    parts.qemuImg() ? disks() : missing("the program qemu-img", "qemu-utils");
            case SCREENSHOTS ->
                    notOnXen(
                            "Look at the screen with a VNC viewer, over the socket s/vnc.sock in"
                                    + " the VM's run folder; or use its console: oxt vm console"
                                    + " NAME");
            case SNAPSHOTS ->
                    notOnXen(
                            "Save the VM instead (oxt vm save NAME), or export it (oxt vm export"
                                    + " NAME).");
            case DISPOSABLES ->
                    new Ability.Unable(
                            "Xen's tools cannot begin a domain from the memory of another",
                            "Start a VM with fresh disks instead; it forgets what it did as well.");
            case PLUG_DISKS, GROW_IN_USE -> notOnXen("Stop the VM first: oxt vm stop NAME");
            case UPLINK_USER ->
                    new Ability.Unable(
                            "it is a part of QEMU, and a driver domain on Xen has a card of its own",
                            "Write uplink: {pci: ADDRESS}; oxt pci list has the cards.");
        };
    }

    private Ability hardware(Feature.Hardware feature) {
        return switch (feature) {
            case UPLINK_PCI, PCI_DEVICES -> pci();
            case STORAGE_DOMAINS -> disks();
        };
    }

    private Ability setting(Feature.OfXen feature) {
        return switch (feature) {
            case TIMER_MODE, CPUID, GRANT_VERSION -> ABLE;
            case PV -> guests(PV, "PV guests");
            case PVH -> guests(HVM, "PVH guests");
            case HVM, VIRIDIAN, ACPI_TABLES, SMBIOS_TABLES -> hvm();
            case NESTED_HVM ->
                    info.can("hap")
                            ? hvm()
                            : new Ability.Unable(
                                    "the processor has no nested paging, which nested guests need",
                                    "Use a processor with EPT or NPT.");
            case LABEL -> built("CONFIG_XSM_FLASK", "security labels (XSM and FLASK)");
            case ARGO -> built("CONFIG_ARGO", "Argo");
            case STUBDOMAIN ->
                    parts.stubDomain()
                            ? hvm()
                            : new Ability.Unable(
                                    "Xen's folder has no stub domain (qemu-stubdom-linux-kernel),"
                                            + " and Debian does not package one",
                                    "Leave the device model in dom0; or install a stub domain.");
            // Tried on Xen 4.20 with QEMU 10, piece by piece: docs/operate/xen.md has what came
            // out.
            case RESTRICTED_DEVICE_MODEL ->
                    new Ability.Unable(
                            "under xl's dm_restrict QEMU cannot open the disks and channels that it"
                                    + " serves, and the one of Debian 13 does not even start",
                            "Leave xen.type as it is where the guest can be PVH: nothing is emulated"
                                    + " for it; or install a stub domain.");
        };
    }

    private Ability wish(Feature.NotYet feature) {
        return switch (feature) {
            case TPM ->
                    parts.tpm()
                            ? Feature.NotYet.ANSWER
                            : new Ability.Unable(
                                    "Xen's device model was built without one",
                                    "Install a device model that was built with it (QEMU's"
                                            + " --enable-tpm); Debian packages none.");
            case SECURE_BOOT ->
                    new Ability.Unable(
                            "its keys are UEFI variables, which do not outlive a guest's domain on"
                                    + " Xen",
                            "What keeps them would bring it: varstored, which Debian does not"
                                    + " package.");
        };
    }

    private static Ability notOnXen(String remedy) {
        return new Ability.Unable("this version of oxt does it with QEMU only", remedy);
    }

    private Ability hvm() {
        Ability guests = guests(HVM, "HVM guests");
        if (guests instanceof Ability.Unable) {
            return guests;
        }
        return parts.deviceModel() ? ABLE : missing("Xen's device model", "qemu-system-xen");
    }

    private Ability uefi() {
        if (!version.has(UEFI_SEEN)) {
            return new Ability.Unable(
                    "UEFI was not seen to start on a Xen older than " + UEFI_SEEN,
                    "Upgrade to Debian 13, or write boot: {firmware: bios}.");
        }
        return parts.uefi()
                ? hvm()
                : new Ability.Unable("there is no UEFI for guests", Firmware.REMEDY);
    }

    /** Every disk is served by Xen's device model, also those of guests without emulation. */
    private Ability disks() {
        return parts.deviceModel()
                ? ABLE
                : missing("Xen's device model, which serves disks,", "qemu-system-xen");
    }

    private Ability guests(String kind, String words) {
        return info.runs(kind)
                ? ABLE
                : new Ability.Unable(
                        "this hypervisor cannot run " + words + " here",
                        "Switch virtualisation (VT-x, AMD-V) on in the firmware; xl info lists what"
                                + " Xen found under xen_caps.");
    }

    private Ability pci() {
        return info.can("hvm_directio")
                ? hvm()
                : new Ability.Unable(
                        "this machine has no IOMMU that Xen uses", XenWarnings.IOMMU_REMEDY);
    }

    private Ability built(String option, String words) {
        if (build.has(option)) {
            return ABLE;
        }
        return new Ability.Unable(
                build.options().isPresent()
                        ? "this Xen was built without " + words + " (" + option + ")"
                        : "this Xen does not say whether it was built with " + words,
                "Install a hypervisor that was built with " + option + "=y.");
    }

    private static Ability missing(String what, String debianPackage) {
        return new Ability.Unable(
                what + " is not on this machine", "Run: apt-get install " + debianPackage);
    }
}
