package oxt.plan;

/** What an image can hold. */
public enum ImagePart {
    /** A kernel and an initramfs. */
    KERNEL,
    /** A disk to boot or to read. */
    DISK
}
