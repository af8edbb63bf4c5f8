package oxt.model;

/** Where a disk's first content comes from. */
public sealed interface DiskSource {

    /** The disk of an image in the catalogue. */
    record FromImage(ImageName image) implements DiskSource {}

    /** Nothing but zeros. */
    record Blank(ByteSize size) implements DiskSource {
        public Blank {
            if (size.bytes() == 0 || size.bytes() % 512 != 0) {
                throw new IllegalArgumentException("a disk is whole sectors of 512 bytes");
            }
        }
    }
}
