package oxt.host.diskfile;

import java.io.IOException;
import java.nio.ByteOrder;
import oxt.model.ByteSize;
import oxt.model.Reading;

/**
 * The footer and header of a VHD file (Microsoft, Virtual Hard Disk Image Format Specification
 * 1.0).
 *
 * <p>The footer counts that QEMU reads: the copy at the beginning where there is one, else the one
 * at the end. QEMU takes any file with a copy at the beginning for a growing one, whatever the
 * footer says; so that is what the footer has to say.
 */
final class VhdFooter {
    static final String COOKIE = "conectix";
    static final int LENGTH = 512;
    private static final String NAME = "VHD";
    private static final String HEADER_COOKIE = "cxsparse";
    private static final int HEADER_LENGTH = 1024;

    private static final long FIXED = 2;
    private static final long DYNAMIC = 3;
    private static final long DIFFERENCING = 4;

    /** 2040 GiB, which is what the format can address. */
    private static final ByteSize LARGEST = ByteSize.gibibytes(2040);

    /** Blocks of 2 MiB are usual; far from that nothing was ever seen. */
    private static final long SMALLEST_BLOCK = 4 << 10;

    private static final long LARGEST_BLOCK = 256 << 20;

    private final Content content;
    private final Numbers footer;
    private final Objections objections = new Objections();

    private VhdFooter(Content content, Numbers footer) {
        this.content = content;
        this.footer = footer;
    }

    static boolean isAt(Content content, long from) throws IOException {
        return from >= 0
                && Numbers.read(content, new Region(from, 8), ByteOrder.BIG_ENDIAN)
                        .text(0, 8)
                        .equals(COOKIE);
    }

    static Reading<ReadableDisk> read(Content content) throws IOException {
        boolean grows = isAt(content, 0);
        long at = grows ? 0 : Math.max(0, content.size() - LENGTH);
        Numbers footer = Numbers.read(content, new Region(at, LENGTH), ByteOrder.BIG_ENDIAN);
        return new VhdFooter(content, footer).check(grows ? DYNAMIC : FIXED);
    }

    private Reading<ReadableDisk> check(long expected) throws IOException {
        if (!footer.text(0, 8).equals(COOKIE) || !footer.isWhole()) {
            objections.damaged(NAME, "it has no footer");
            return new Reading.Bad<>(objections.problems());
        }
        if (footer.word(64) != footer.vhdChecksum(64)) {
            objections.damaged(NAME, "its footer has another checksum");
        }
        long type = footer.word(60);
        if (type == DIFFERENCING) {
            objections.refuse(
                    "image-has-parent",
                    "The VHD image holds only what differs from a parent, which is not followed.",
                    "Merge the two where both are: Merge-VHD, or Edit Disk in Hyper-V.");
        } else if (type != expected) {
            objections.damaged(NAME, "its footer and its beginning say different kinds");
        }
        long size = footer.number(48);
        DiskBounds.check(NAME, size, objections);
        if (size > LARGEST.bytes()) {
            objections.damaged(NAME, "its disk is larger than the format allows");
        }
        if (expected == FIXED && size > content.size() - LENGTH) {
            objections.damaged(NAME, "the file is shorter than its disk");
        }
        if (expected == DYNAMIC) {
            table(size);
        }
        return objections.or(
                () ->
                        new ReadableDisk(
                                DiskFileFormat.VHD, new ByteSize(size), Region.all(content)));
    }

    private void table(long size) throws IOException {
        long at = footer.number(16);
        if (!DiskBounds.fits(content, at, HEADER_LENGTH)) {
            objections.damaged(NAME, "its header lies outside the file");
            return;
        }
        Numbers header = Numbers.read(content, new Region(at, HEADER_LENGTH), ByteOrder.BIG_ENDIAN);
        if (!header.text(0, 8).equals(HEADER_COOKIE)) {
            objections.damaged(NAME, "it has no header");
            return;
        }
        if (header.word(36) != header.vhdChecksum(36)) {
            objections.damaged(NAME, "its header has another checksum");
        }
        if (!header.isZero(40, 56) || !header.isZero(576, 768)) {
            objections.refuse(
                    "image-has-parent-locator",
                    "The VHD image says where a parent of it is, which is not followed.",
                    "Convert it where it comes from: qemu-img convert -f vpc -O raw FILE NEW");
        }
        long entries = header.word(28);
        long block = header.word(32);
        if (!DiskBounds.isPowerOfTwo(block) || block < SMALLEST_BLOCK || block > LARGEST_BLOCK) {
            objections.damaged(NAME, "its blocks have " + block + " bytes");
        } else if (size > 0 && entries < Math.ceilDiv(size, block)) {
            objections.damaged(NAME, "its table is too short for its disk");
        }
        if (!DiskBounds.fits(content, header.number(16), entries * 4)) {
            objections.damaged(NAME, "its table lies outside the file");
        }
    }
}
