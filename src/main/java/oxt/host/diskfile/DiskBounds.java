package oxt.host.diskfile;

import oxt.model.ByteSize;

/** How large what a header announces may be. */
final class DiskBounds {
    /** As large as a VM document may ask for. */
    static final ByteSize LARGEST_DISK = ByteSize.gibibytes(64 << 10);

    static final int SECTOR = 512;

    private DiskBounds() {}

    static void check(String format, long size, Objections objections) {
        if (size < 0 || size > LARGEST_DISK.bytes()) {
            objections.refuse(
                    "image-too-large",
                    "The "
                            + format
                            + " image announces a disk of "
                            + (size < 0 ? "more than 8 EiB" : new ByteSize(size))
                            + "; the largest is "
                            + LARGEST_DISK
                            + ".",
                    "Make a smaller disk, and copy what is on it.");
        } else if (size == 0) {
            objections.damaged(format, "its disk has no bytes");
        } else if (size % SECTOR != 0) {
            objections.damaged(format, "its disk is not whole sectors of 512 bytes");
        }
    }

    /** A table that ends behind the file's end, or would be larger than its reader's memory. */
    static boolean fits(Content content, long offset, long length) {
        return offset > 0 && length >= 0 && offset <= content.size() - length;
    }

    static boolean isPowerOfTwo(long number) {
        return number > 0 && Long.bitCount(number) == 1;
    }
}
