package oxt.plan;

/** What an engine may or may not be able to do; the names are those of {@code oxt host}. */
public enum Feature {
    BOOT_DIRECT_KERNEL("direct kernel boot"),
    BOOT_BIOS("BIOS boot"),
    BOOT_UEFI("UEFI boot"),
    DISK_RAW("raw disks"),
    DISK_QCOW2("qcow2 disks"),
    DISK_FRESH("fresh disks"),
    DISPLAY("display"),
    LINKS("network links"),
    SAVE("saved states"),
    UPLINK_USER("user uplink"),
    UPLINK_PCI("PCI uplink"),
    PCI_DEVICES("PCI devices"),
    STORAGE_DOMAINS("disks of storage driver domains"),
    XEN_PV("Xen PV guests"),
    XEN_PVH("Xen PVH guests"),
    XEN_HVM("Xen HVM guests"),
    XEN_GRANT_VERSION("limit of grant tables' version"),
    XEN_VIRIDIAN("Hyper-V's interface (viridian)"),
    XEN_NESTED_HVM("nested HVM"),
    XEN_LABEL("security labels"),
    XEN_ACPI_TABLES("more ACPI tables"),
    XEN_SMBIOS_TABLES("more SMBIOS tables"),
    XEN_TIMER_MODE("timer mode"),
    XEN_CPUID("CPUID policy"),
    XEN_ARGO("Argo"),
    XEN_STUBDOMAIN("device model in a stub domain");

    private final String words;

    Feature(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Whether only Xen has it, so that nothing is amiss where another engine has not. */
    public boolean isOfXen() {
        return switch (this) {
            case BOOT_DIRECT_KERNEL,
                    BOOT_BIOS,
                    BOOT_UEFI,
                    DISK_RAW,
                    DISK_QCOW2,
                    DISK_FRESH,
                    DISPLAY,
                    LINKS,
                    SAVE,
                    UPLINK_USER ->
                    false;
            case UPLINK_PCI,
                    PCI_DEVICES,
                    STORAGE_DOMAINS,
                    XEN_PV,
                    XEN_PVH,
                    XEN_HVM,
                    XEN_GRANT_VERSION,
                    XEN_VIRIDIAN,
                    XEN_NESTED_HVM,
                    XEN_LABEL,
                    XEN_ACPI_TABLES,
                    XEN_SMBIOS_TABLES,
                    XEN_TIMER_MODE,
                    XEN_CPUID,
                    XEN_ARGO,
                    XEN_STUBDOMAIN ->
                    true;
        };
    }
}
