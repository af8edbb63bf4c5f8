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
    UPLINK_USER("user uplink");

    private final String words;

    Feature(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
