package oxt.model;

import java.util.Comparator;
import java.util.Optional;

/** A part of a VM whose content can be known before the VM starts, because it only reads it. */
public sealed interface MeasuredPart extends Comparable<MeasuredPart> {

    String DISKS = "disks.";
    String COMMAND_LINE = "command-line";

    /** The kernel that is run without firmware's help. */
    record Kernel() implements MeasuredPart {}

    /** What the image has that kernel told, before what the VM's document adds. */
    record CommandLine() implements MeasuredPart {}

    /** What that kernel unpacks first. */
    record Initramfs() implements MeasuredPart {}

    /** What the processors run first. */
    record Firmware() implements MeasuredPart {}

    /** The file that a read-only disk is, or that a fresh disk is at each start. */
    record OfDisk(DiskName disk) implements MeasuredPart {}

    /** As people read it in the middle of a sentence: {@code disk root}. */
    default String words() {
        return switch (this) {
            case Kernel _ -> "kernel";
            case CommandLine _ -> "image's command line";
            case Initramfs _ -> "initramfs";
            case Firmware _ -> "firmware";
            case OfDisk(var disk) -> "disk " + disk;
        };
    }

    /** As in a VM's document: {@code disks.root}. */
    default String path() {
        return switch (this) {
            case CommandLine _ -> COMMAND_LINE;
            case OfDisk(var disk) -> DISKS + disk;
            case Firmware _, Kernel _, Initramfs _ -> words();
        };
    }

    /** What {@link #path} says. */
    static Optional<MeasuredPart> parse(String path) {
        return switch (path) {
            case "firmware" -> Optional.of(new Firmware());
            case "kernel" -> Optional.of(new Kernel());
            case COMMAND_LINE -> Optional.of(new CommandLine());
            case "initramfs" -> Optional.of(new Initramfs());
            default ->
                    path.startsWith(DISKS) && Names.isName(path.substring(DISKS.length()))
                            ? Optional.of(new OfDisk(new DiskName(path.substring(DISKS.length()))))
                            : Optional.empty();
        };
    }

    /** In the order in which a machine comes to them. */
    @Override
    default int compareTo(MeasuredPart other) {
        return Comparator.comparingInt(MeasuredPart::rank)
                .thenComparing(MeasuredPart::words)
                .compare(this, other);
    }

    private int rank() {
        return switch (this) {
            case Firmware _ -> 0;
            case Kernel _ -> 1;
            case CommandLine _ -> 2;
            case Initramfs _ -> 3;
            case OfDisk _ -> 4;
        };
    }
}
