package oxt.host.diskfile;

import java.io.IOException;
import oxt.model.ByteSize;
import oxt.model.Reading;

/** A file that somebody says is a disk. */
public final class DiskFile {
    private DiskFile() {}

    /** The disk in it, or all that speaks against it; nothing but its headers is read. */
    public static Reading<ReadableDisk> read(Content content, DiskFileFormat format)
            throws IOException {
        return switch (format) {
            case RAW -> raw(content);
            case QCOW2 -> Qcow2Header.read(content);
            case VHD -> VhdFooter.read(content);
            case VMDK -> VmdkHeader.read(content);
            case OVA -> OvaArchive.read(content);
        };
    }

    /** Snapshots in a qcow2 file that {@link #read} found good. */
    public static long snapshots(Content content) throws IOException {
        return Qcow2Header.snapshots(content);
    }

    private static Reading<ReadableDisk> raw(Content content) {
        Objections objections = new Objections();
        DiskBounds.check("raw", content.size(), objections);
        return objections.or(
                () ->
                        new ReadableDisk(
                                DiskFileFormat.RAW,
                                new ByteSize(content.size()),
                                Region.all(content)));
    }
}
