package oxt.model;

/** Where a disk's first content comes from. */
public sealed interface DiskSource {

    /** The disk of an image in the catalogue. */
    record FromImage(ImageName image) implements DiskSource {}

    /** Nothing but zeros. */
    record Blank(ByteSize size) implements DiskSource {
        /** Bytes of a sector, the least that a disk reads or writes. */
        public static final int SECTOR = 512;

        public Blank {
            if (size.bytes() == 0 || size.bytes() % SECTOR != 0) {
                throw new IllegalArgumentException("a disk is whole sectors of 512 bytes");
            }
        }
    }

    /**
     * A block device of a storage driver domain, which keeps the content.
     *
     * @param backend the storage driver domain, by name
     */
    record InDomain(VmName backend, DevicePath device) implements DiskSource {}
}
