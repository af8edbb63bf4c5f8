package oxt.plan;

import java.util.List;
import java.util.stream.Stream;

/** What an engine may or may not be able to do; the words are those of {@code oxt host}. */
public sealed interface Feature {

    String words();

    /** Every one, in the order in which people are told. */
    static List<Feature> all() {
        return Stream.<Feature[]>of(
                        General.values(), Hardware.values(), OfXen.values(), NotYet.values())
                .flatMap(Stream::of)
                .toList();
    }

    /** What a VM may ask of any engine. */
    enum General implements Feature {
        BOOT_DIRECT_KERNEL("direct kernel boot"),
        BOOT_BIOS("BIOS boot"),
        BOOT_UEFI("UEFI boot"),
        UEFI_VARIABLES("UEFI variables that outlive a run"),
        DISK_RAW("raw disks"),
        DISK_QCOW2("qcow2 disks"),
        DISK_FRESH("fresh disks"),
        DISPLAY("display"),
        SCREENSHOTS("pictures of the screen"),
        LINKS("network links"),
        SAVE("saved states"),
        SNAPSHOTS("snapshots"),
        DISPOSABLES("disposables"),
        PLUG_DISKS("disks plugged in while it runs"),
        GROW_IN_USE("disks made larger while it runs"),
        UPLINK_USER("user uplink");

        private final String words;

        General(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }

    /** Devices that are not made for the VM, but are the host's or another VM's. */
    enum Hardware implements Feature {
        UPLINK_PCI("PCI uplink"),
        PCI_DEVICES("PCI devices"),
        STORAGE_DOMAINS("disks of storage driver domains");

        private final String words;

        Hardware(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }

    /** Settings that only Xen has, so that nothing is amiss where another engine has not. */
    enum OfXen implements Feature {
        PV("Xen PV guests"),
        PVH("Xen PVH guests"),
        HVM("Xen HVM guests"),
        GRANT_VERSION("limit of grant tables' version"),
        VIRIDIAN("Hyper-V's interface (viridian)"),
        NESTED_HVM("nested HVM"),
        LABEL("security labels"),
        ACPI_TABLES("more ACPI tables"),
        SMBIOS_TABLES("more SMBIOS tables"),
        TIMER_MODE("timer mode"),
        CPUID("CPUID policy"),
        ARGO("Argo"),
        STUBDOMAIN("device model in a stub domain"),
        RESTRICTED_DEVICE_MODEL("device model in dom0 without rights");

        private final String words;

        OfXen(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }

    /** What no document can ask for by this version; said all the same, so that nobody looks. */
    enum NotYet implements Feature {
        TPM("emulated TPM"),
        SECURE_BOOT("Secure Boot");

        /** Of every engine that has nothing worse to say. */
        public static final Ability.Unable ANSWER =
                new Ability.Unable(
                        "no VM can ask for it in this version of oxt",
                        "Leave it to the guest, or wait for a version that has it.");

        private final String words;

        NotYet(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }
}
