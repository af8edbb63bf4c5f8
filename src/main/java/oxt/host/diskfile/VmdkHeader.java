package oxt.host.diskfile;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import oxt.model.ByteSize;
import oxt.model.Reading;

/**
 * The header of a VMDK file that is one whole disk (VMware, Virtual Disk Format 5.0): {@code
 * monolithicSparse} or {@code streamOptimized}.
 *
 * <p>The other kinds are a text that names files with the content, by any path its writer likes.
 */
final class VmdkHeader {
    static final String MAGIC = "KDMV";

    /** Of a text that only names files. */
    static final String DESCRIPTOR = "# Disk DescriptorFile";

    private static final String NAME = "VMDK";
    private static final int LENGTH = 512;
    private static final int SECTOR = DiskBounds.SECTOR;

    /** Where QEMU looks for a parent's name, whatever the header says of the text's length. */
    private static final int DESCRIPTOR_BYTES = 20 * SECTOR;

    /** "See the footer": a stream's directory is known only at its end. */
    private static final long AT_END = -1;

    /** Footer's mark, footer, mark of the end. */
    private static final int FOOTER_BYTES = 3 * SECTOR;

    /** 128 MiB of tables, for 64 TiB in grains of 64 KiB. */
    private static final long MOST_DIRECTORY_ENTRIES = 2L << 20;

    private static final int ENTRIES_PER_TABLE = 512;

    private final Content content;
    private final Numbers header;
    private final Objections objections = new Objections();

    private VmdkHeader(Content content, Numbers header) {
        this.content = content;
        this.header = header;
    }

    static Reading<ReadableDisk> read(Content content) throws IOException {
        Numbers header = at(content, 0);
        return new VmdkHeader(content, header).check();
    }

    private static Numbers at(Content content, long from) throws IOException {
        return Numbers.read(content, new Region(from, LENGTH), ByteOrder.LITTLE_ENDIAN);
    }

    private Reading<ReadableDisk> check() throws IOException {
        if (!header.text(0, 4).equals(MAGIC) || !header.isWhole()) {
            notOneFile();
            return new Reading.Bad<>(objections.problems());
        }
        if (header.word(4) < 1 || header.word(4) > 3) {
            objections.refuse(
                    "image-version-unknown",
                    "The VMDK image has version " + header.word(4) + "; 1 to 3 are read.",
                    "Export it again as an OVA archive, or as streamOptimized.");
        }
        long size = size(header.number(12));
        DiskBounds.check(NAME, size, objections);
        Numbers tables = tables();
        directory(tables, size);
        descriptor();
        return objections.or(
                () ->
                        new ReadableDisk(
                                DiskFileFormat.VMDK, new ByteSize(size), Region.all(content)));
    }

    /** The ways in which a VMDK is no disk by itself, or none at all. */
    private void notOneFile() throws IOException {
        String begin = new String(content.bytes(0, DESCRIPTOR_BYTES), StandardCharsets.UTF_8);
        if (begin.contains("createType") || begin.startsWith(DESCRIPTOR)) {
            objections.refuse(
                    "image-in-many-files",
                    "The VMDK image is a text that names the files with its content: "
                            + Objections.quoted(VmdkDescriptor.extents(begin))
                            + "; none of them is followed.",
                    "Make one file of it where they all are: qemu-img convert -O qcow2 FILE NEW");
        } else if (begin.startsWith("COWD")) {
            objections.refuse(
                    "image-kind-not-read",
                    "The VMDK image is of an ESX server's own kind, which is not read.",
                    "Export it from the server as an OVA archive.");
        } else {
            objections.damaged(NAME, "it does not begin like one");
        }
    }

    private static long size(long sectors) {
        return sectors < 0 || sectors > Long.MAX_VALUE / SECTOR ? -1 : sectors * SECTOR;
    }

    /** The header, or the footer where that is what counts. */
    private Numbers tables() throws IOException {
        if (header.number(56) != AT_END) {
            return header;
        }
        long at = content.size() - FOOTER_BYTES + SECTOR;
        Numbers footer = at(content, Math.max(0, at));
        boolean same =
                footer.text(0, 4).equals(MAGIC)
                        && footer.number(12) == header.number(12)
                        && footer.number(20) == header.number(20)
                        && footer.word(44) == header.word(44)
                        && footer.number(56) != AT_END;
        if (!same) {
            objections.damaged(NAME, "its footer is not there or says other things");
        }
        return footer;
    }

    private void directory(Numbers tables, long size) {
        long grain = size(header.number(20));
        if (!DiskBounds.isPowerOfTwo(grain) || grain < 4096 || grain > (64 << 20)) {
            objections.damaged(NAME, "its grains have " + header.number(20) + " sectors");
            return;
        }
        if (header.word(44) != ENTRIES_PER_TABLE) {
            objections.damaged(NAME, "its tables have " + header.word(44) + " entries");
            return;
        }
        if (header.half(77) > 1) {
            objections.damaged(NAME, "its compression is of an unknown kind");
        }
        long entries = size <= 0 ? 0 : Math.ceilDiv(size, grain * ENTRIES_PER_TABLE);
        if (entries > MOST_DIRECTORY_ENTRIES) {
            objections.damaged(NAME, "its directory has " + entries + " entries");
        } else if (!DiskBounds.fits(content, size(tables.number(56)), entries * 4)) {
            objections.damaged(NAME, "its directory lies outside the file");
        }
    }

    private void descriptor() throws IOException {
        long offset = size(header.number(28));
        if (!DiskBounds.fits(content, offset, SECTOR)) {
            objections.damaged(NAME, "its descriptor is missing or lies outside the file");
            return;
        }
        byte[] text = content.bytes(offset, DESCRIPTOR_BYTES);
        VmdkDescriptor.read(new String(text, StandardCharsets.ISO_8859_1), objections);
    }
}
