package oxt.trust;

/** What the kernel's EFI stub measures things as (drivers/firmware/efi/libstub/efistub.h). */
public final class LinuxTags {
    public static final long INITRAMFS = 0x8f3b_22ecL;
    public static final long COMMAND_LINE = 0x8f3b_22edL;

    private LinuxTags() {}
}
