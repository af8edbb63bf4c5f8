package oxt.plan;

import oxt.model.DiskName;
import oxt.model.NicName;
import oxt.model.SnapshotName;

/** Something that is on the host because of one VM. */
public sealed interface Held {

    /** The folder of the VM's sockets. */
    record RunFolder() implements Held {}

    /** The process that is the VM's machine. */
    record DeviceModel() implements Held {}

    /** What a fresh disk's writes go to. */
    record Overlay(DiskName disk) implements Held {}

    /** A NIC's link into a slot of its driver domain. */
    record Link(NicName nic, Slot slot) implements Held {}

    /** The memory and the devices of a VM as they were when it was saved, whole. */
    record SavedState() implements Held {}

    /** A NIC's link into which its driver domain sends nothing. */
    record Muted(NicName nic) implements Held {}

    /** What the VM was at one moment, whole. */
    record KeptSnapshot(Snapshot snapshot) implements Held {}

    /** Some of what the VM is may be of this snapshot, and some not. */
    record HalfReverted(SnapshotName snapshot) implements Held {}

    /** A disk's file. */
    record DiskFile(DiskName disk) implements Held {}

    /** The VM's UEFI variables. */
    record FirmwareVariables() implements Held {}

    /** How long it stays. */
    enum Span {
        /** Made for one run; a VM that is off holds none of it, and one that is saved some. */
        RUN,
        /** Kept, whether it runs or not, up to the VM's removal. */
        LIFE
    }

    default Span span() {
        return switch (this) {
            case RunFolder _, DeviceModel _, Overlay _, Link _, Muted _, SavedState _ -> Span.RUN;
            case DiskFile _, FirmwareVariables _, KeptSnapshot _, HalfReverted _ -> Span.LIFE;
        };
    }
}
