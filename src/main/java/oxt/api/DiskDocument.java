package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.ImageName;
import oxt.model.Problem;

/** One of the {@code disks} of a VM document. */
final class DiskDocument {
    /** One MiB holds a partition table and little else; nobody asked for 64 TiB yet. */
    private static final ScalarShape<ByteSize> SIZE =
            Scalars.size(ByteSize.mebibytes(1), ByteSize.gibibytes(64 << 10));

    private static final Key<Disk, DiskName> NAME =
            Key.required(
                    "name",
                    Scalars.name("a disk", DiskName::new),
                    "The disk's name within its VM; the guest sees it as the serial number.",
                    Disk::name);
    private static final Key<Disk, ByteSize> BLANK =
            Key.optional(
                    "blank",
                    SIZE,
                    "not blank",
                    "The disk begins with nothing but zeros and has this size.",
                    disk ->
                            disk.source() instanceof DiskSource.Blank(var size)
                                    ? Optional.of(size)
                                    : Optional.empty());
    private static final Key<Disk, ImageName> IMAGE =
            Key.optional(
                    "image",
                    BootDocument.IMAGE_NAME,
                    "not from an image",
                    "The disk begins with the content of this image's disk.",
                    disk ->
                            disk.source() instanceof DiskSource.FromImage(var image)
                                    ? Optional.of(image)
                                    : Optional.empty());
    private static final Key<Disk, DiskFormat> FORMAT =
            Key.standard(
                    "format",
                    Scalars.choice(DiskFormat.values()),
                    DiskFormat.QCOW2,
                    "How the file is laid out: qcow2 grows with its content, raw is fastest.",
                    Disk::format);
    private static final Key<Disk, DiskMode> MODE =
            Key.standard(
                    "mode",
                    Scalars.choice(DiskMode.values()),
                    DiskMode.PERSISTENT,
                    "What becomes of what the VM writes: persistent keeps it, fresh throws it away"
                            + " at each start, read-only refuses it.",
                    Disk::mode);

    static final RecordShape<Disk> SHAPE =
            RecordShape.of(
                            "disk",
                            "A disk of the VM: blank or from an image, never both.",
                            List.of(NAME, BLANK, IMAGE, FORMAT, MODE),
                            fields ->
                                    new Disk(
                                            fields.of(NAME),
                                            source(fields),
                                            fields.of(FORMAT),
                                            fields.of(MODE)))
                    .check(List.of(BLANK), DiskDocument::wholeSectors)
                    .check(List.of(), DiskDocument::oneSource);

    private DiskDocument() {}

    private static DiskSource source(Fields<Disk> fields) {
        return fields.find(BLANK)
                .<DiskSource>map(DiskSource.Blank::new)
                .orElseGet(() -> new DiskSource.FromImage(fields.of(IMAGE)));
    }

    private static void wholeSectors(Fields<Disk> fields) {
        fields.find(BLANK)
                .filter(size -> size.bytes() % DiskSource.Blank.SECTOR != 0)
                .ifPresent(
                        size ->
                                fields.refuse(
                                        new Problem.Invalid(
                                                "disk-size",
                                                "A disk is whole sectors of 512 bytes; "
                                                        + size
                                                        + " is not.",
                                                "Write a size in KiB, MiB, GiB or TiB.",
                                                fields.place(BLANK))));
    }

    private static void oneSource(Fields<Disk> fields) {
        if (fields.has(BLANK) && fields.has(IMAGE)) {
            fields.refuse(
                    new Problem.Invalid(
                            "disk-two-sources",
                            "The disk is blank and from an image at once.",
                            "Remove blank or image.",
                            fields.place(IMAGE)));
        } else if (!fields.has(BLANK) && !fields.has(IMAGE)) {
            fields.refuse(
                    new Problem.Invalid(
                            "disk-no-source",
                            "The disk has no first content.",
                            "Add blank: 1GiB (another size is as good) or image: NAME.",
                            fields.place(BLANK)));
        }
    }
}
