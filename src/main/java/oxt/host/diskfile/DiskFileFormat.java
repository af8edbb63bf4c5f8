package oxt.host.diskfile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of disk files made elsewhere that are read. */
public enum DiskFileFormat {
    /** The disk's bytes as they are. */
    RAW,
    QCOW2,
    /** Of Virtual PC and Hyper-V's first generation. */
    VHD,
    /** Of VMware, in one file. */
    VMDK,
    /** A tar archive with a description and disks, of VMware and VirtualBox. */
    OVA;

    /** As it is written: {@code qcow2}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DiskFileFormat> of(String word) {
        return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
    }
}
