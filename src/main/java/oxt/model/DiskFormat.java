package oxt.model;

/** How a disk's file is laid out; never guessed from its content, which the guest controls. */
public enum DiskFormat {
    RAW,
    QCOW2
}
