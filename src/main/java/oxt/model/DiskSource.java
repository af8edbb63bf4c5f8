package oxt.model;

/** Where a disk's first content comes from. */
public sealed interface DiskSource {

    /** Bytes of a sector, the least that a disk reads or writes. */
    int SECTOR = 512;

    /**
     * The disk of an image in the catalogue.
     *
     * @param least how large the disk is at least; zero where the image alone says it
     */
    record FromImage(ImageName image, ByteSize least) implements DiskSource {
        public FromImage {
            if (least.bytes() % SECTOR != 0) {
                throw new IllegalArgumentException("a disk is whole sectors of 512 bytes");
            }
        }

        /** As large as the image. */
        public FromImage(ImageName image) {
            this(image, new ByteSize(0));
        }
    }

    /** Nothing but zeros. */
    record Blank(ByteSize size) implements DiskSource {
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

    /** How large a disk of it is at least, as far as that is wanted. */
    default ByteSize least() {
        return switch (this) {
            case FromImage(_, var least) -> least;
            case Blank(var size) -> size;
            case InDomain _ -> new ByteSize(0);
        };
    }

    /** Whether it is the same but for being larger. */
    default boolean isGrowthOf(DiskSource before) {
        return least().compareTo(before.least()) > 0
                && switch (this) {
                    case FromImage(var image, _) ->
                            before instanceof FromImage(var old, _) && image.equals(old);
                    case Blank _ -> before instanceof Blank;
                    case InDomain _ -> false;
                };
    }
}
