package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.ByteSize;
import oxt.model.DevicePath;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.ImageName;
import oxt.model.Problem;
import oxt.model.VmName;

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
                            disk.source() instanceof DiskSource.FromImage(var image, _)
                                    ? Optional.of(image)
                                    : Optional.empty());
    private static final Key<Disk, ByteSize> LEAST =
            Key.optional(
                    "size",
                    SIZE,
                    "as large as its image",
                    "A disk from an image is at least this large.",
                    disk ->
                            Optional.of(disk.source())
                                    .filter(DiskSource.FromImage.class::isInstance)
                                    .map(DiskSource::least)
                                    .filter(size -> size.bytes() > 0));
    private static final Key<Disk, VmName> BACKEND =
            Key.optional(
                    "backend",
                    Scalars.name("a VM", VmName::new),
                    "the host",
                    "The storage driver domain, a VM of role storage, that has the disk.",
                    disk ->
                            disk.source() instanceof DiskSource.InDomain(var backend, _)
                                    ? Optional.of(backend)
                                    : Optional.empty());
    private static final Key<Disk, DevicePath> DEVICE =
            Key.optional(
                    "device",
                    Scalars.pattern(
                            "a device such as /dev/xvdb", DevicePath.PATTERN, DevicePath::parse),
                    "not of a storage driver domain",
                    "The disk is this block device of its backend.",
                    disk ->
                            disk.source() instanceof DiskSource.InDomain(_, var device)
                                    ? Optional.of(device)
                                    : Optional.empty());
    private static final Key<Disk, DiskFormat> FORMAT =
            Key.standard(
                    "format",
                    Scalars.choice(DiskFormat.values()),
                    DiskFormat.QCOW2,
                    "How the file is laid out: qcow2 grows with its content, raw is fastest. A"
                            + " storage driver domain's disks are raw without saying so.",
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
                            "A disk of the VM: blank, from an image, or of a storage driver domain.",
                            List.of(NAME, BLANK, IMAGE, LEAST, BACKEND, DEVICE, FORMAT, MODE),
                            fields ->
                                    new Disk(
                                            fields.of(NAME),
                                            source(fields),
                                            format(fields),
                                            fields.of(MODE)))
                    .check(List.of(BLANK), fields -> wholeSectors(fields, BLANK))
                    .check(List.of(LEAST), fields -> wholeSectors(fields, LEAST))
                    .check(List.of(LEAST, MODE), DiskDocument::ownSize)
                    .check(List.of(), DiskDocument::oneSource)
                    .check(List.of(FORMAT, MODE), DiskDocument::domainKeepsItAll);

    private DiskDocument() {}

    private static DiskSource source(Fields<Disk> fields) {
        if (fields.has(DEVICE)) {
            return new DiskSource.InDomain(
                    fields.find(BACKEND).orElseThrow(), fields.find(DEVICE).orElseThrow());
        }
        return fields.find(BLANK)
                .<DiskSource>map(DiskSource.Blank::new)
                .orElseGet(
                        () ->
                                new DiskSource.FromImage(
                                        fields.of(IMAGE),
                                        fields.find(LEAST).orElse(new ByteSize(0))));
    }

    private static DiskFormat format(Fields<Disk> fields) {
        return fields.has(DEVICE) ? DiskFormat.RAW : fields.of(FORMAT);
    }

    /** Nobody makes the image itself larger, and a blank disk has the size that it says. */
    private static void ownSize(Fields<Disk> fields) {
        boolean isReadOnly = fields.of(MODE) == DiskMode.READ_ONLY;
        if (fields.has(LEAST) && (isReadOnly || !fields.has(IMAGE))) {
            fields.refuse(
                    new Problem.Invalid(
                            "disk-size-not-its-own",
                            isReadOnly
                                    ? "A disk that is only read is as large as its image."
                                    : "Only a disk from an image has a size besides.",
                            "Remove size.",
                            fields.place(LEAST)));
        }
    }

    private static void wholeSectors(Fields<Disk> fields, Key<Disk, ByteSize> key) {
        fields.find(key)
                .filter(size -> size.bytes() % DiskSource.SECTOR != 0)
                .ifPresent(
                        size ->
                                fields.refuse(
                                        new Problem.Invalid(
                                                "disk-size",
                                                "A disk is whole sectors of 512 bytes; "
                                                        + size
                                                        + " is not.",
                                                "Write a size in KiB, MiB, GiB or TiB.",
                                                fields.place(key))));
    }

    private static void oneSource(Fields<Disk> fields) {
        if (fields.has(DEVICE) != fields.has(BACKEND)) {
            fields.refuse(
                    new Problem.Invalid(
                            "disk-half-in-domain",
                            fields.has(DEVICE)
                                    ? "The disk is a device, and no storage driver domain is named."
                                    : "The disk has a storage driver domain, and no device there.",
                            "Write backend with a VM's name and device with a path, or neither.",
                            fields.place(fields.has(DEVICE) ? DEVICE : BACKEND)));
        }
        boolean inDomain = fields.has(DEVICE) || fields.has(BACKEND);
        if (fields.has(BLANK) && fields.has(IMAGE)
                || inDomain && (fields.has(BLANK) || fields.has(IMAGE))) {
            fields.refuse(
                    new Problem.Invalid(
                            "disk-two-sources",
                            inDomain
                                    ? "The disk is in a driver domain and of this host at once."
                                    : "The disk is blank and from an image at once.",
                            "Keep one of blank, image, and backend with device.",
                            fields.place(fields.has(IMAGE) ? IMAGE : BLANK)));
        } else if (!inDomain && !fields.has(BLANK) && !fields.has(IMAGE)) {
            fields.refuse(
                    new Problem.Invalid(
                            "disk-no-source",
                            "The disk has no first content.",
                            "Add blank: 1GiB (another size is as good) or image: NAME.",
                            fields.place(BLANK)));
        }
    }

    private static void domainKeepsItAll(Fields<Disk> fields) {
        if (!fields.has(DEVICE)) {
            return;
        }
        if (fields.has(FORMAT) && fields.of(FORMAT) != DiskFormat.RAW) {
            refuse(fields, FORMAT, "The device of a storage driver domain is raw.");
        }
        if (fields.of(MODE) == DiskMode.FRESH) {
            refuse(fields, MODE, "A storage driver domain keeps all that is written to its disks.");
        }
    }

    private static void refuse(Fields<Disk> fields, Key<Disk, ?> key, String what) {
        fields.refuse(
                new Problem.Invalid(
                        "disk-of-domain", what, "Remove " + key.name() + ".", fields.place(key)));
    }
}
