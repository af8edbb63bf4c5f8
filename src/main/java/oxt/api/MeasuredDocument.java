package oxt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.model.Digest;
import oxt.model.DiskName;
import oxt.model.Measured;
import oxt.model.MeasuredPart;
import oxt.model.Vm;

/** The {@code measured} of a VM document: the digests that were accepted, by part. */
public final class MeasuredDocument {
    static final ScalarShape<Digest> DIGEST =
            Scalars.pattern(
                    "sha256: and 64 hexadecimal digits in lower case",
                    Digest.PATTERN,
                    text ->
                            Digest.PATTERN.matcher(text).matches()
                                    ? Optional.of(new Digest(text))
                                    : Optional.empty());

    /** A disk's. */
    private record OfDisk(DiskName name, Digest digest) {}

    private static final Key<Measured.Against, Digest> FIRMWARE =
            part(
                    "firmware",
                    new MeasuredPart.Firmware(),
                    "Of the firmware's file: UEFI's code, or the BIOS, which a kernel that is run"
                            + " directly has too.");
    private static final Key<Measured.Against, Digest> KERNEL =
            part("kernel", new MeasuredPart.Kernel(), "Of the kernel that is run directly.");
    private static final Key<Measured.Against, Digest> COMMAND_LINE =
            part(
                    "command-line",
                    new MeasuredPart.CommandLine(),
                    "Of what the image has its kernel told; what boot.command-line adds is this"
                            + " document's own.");
    private static final Key<Measured.Against, Digest> INITRAMFS =
            part("initramfs", new MeasuredPart.Initramfs(), "Of that kernel's initramfs.");
    private static final Key<OfDisk, DiskName> NAME =
            Key.required("name", Scalars.name("a disk", DiskName::new), "Which.", OfDisk::name);
    private static final Key<OfDisk, Digest> OF_DISK =
            Key.required(
                    "digest",
                    DIGEST,
                    "Of the file that a read-only disk is, or that a fresh one is at each start.",
                    OfDisk::digest);
    private static final RecordShape<OfDisk> DISK =
            RecordShape.of(
                    "measured disk",
                    "What was accepted of a disk.",
                    List.of(NAME, OF_DISK),
                    fields -> new OfDisk(fields.of(NAME), fields.of(OF_DISK)));
    private static final Key<Measured.Against, List<OfDisk>> DISKS =
            Key.optional(
                    "disks",
                    ListShape.named(DISK, Vm.MOST_DISKS, disk -> disk.name().toString()),
                    "none accepted",
                    "Of the disks that can be measured: read-only and fresh ones, from images.",
                    measured -> Optional.of(disks(measured)).filter(disks -> !disks.isEmpty()));

    public static final RecordShape<Measured.Against> SHAPE =
            RecordShape.of(
                    "measured files",
                    "What a VM may start from. A part that can be measured and is not in here was"
                            + " not accepted yet, and refuses the start.",
                    List.of(FIRMWARE, KERNEL, COMMAND_LINE, INITRAMFS, DISKS),
                    MeasuredDocument::measured);

    private MeasuredDocument() {}

    private static Key<Measured.Against, Digest> part(
            String name, MeasuredPart part, String description) {
        return Key.optional(
                name, DIGEST, "not accepted", description, measured -> measured.accepted(part));
    }

    private static List<OfDisk> disks(Measured.Against measured) {
        List<OfDisk> disks = new ArrayList<>();
        measured.accepted()
                .forEach(
                        (part, digest) -> {
                            if (part instanceof MeasuredPart.OfDisk(var disk)) {
                                disks.add(new OfDisk(disk, digest));
                            }
                        });
        return disks;
    }

    private static Measured.Against measured(Fields<Measured.Against> fields) {
        SortedMap<MeasuredPart, Digest> accepted = new TreeMap<>();
        fields.find(FIRMWARE).ifPresent(it -> accepted.put(new MeasuredPart.Firmware(), it));
        fields.find(KERNEL).ifPresent(it -> accepted.put(new MeasuredPart.Kernel(), it));
        fields.find(COMMAND_LINE).ifPresent(it -> accepted.put(new MeasuredPart.CommandLine(), it));
        fields.find(INITRAMFS).ifPresent(it -> accepted.put(new MeasuredPart.Initramfs(), it));
        for (OfDisk disk : fields.find(DISKS).orElse(List.of())) {
            accepted.put(new MeasuredPart.OfDisk(disk.name()), disk.digest());
        }
        return new Measured.Against(accepted);
    }
}
