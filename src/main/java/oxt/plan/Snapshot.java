package oxt.plan;

import java.time.Instant;
import oxt.model.SnapshotName;
import oxt.model.Vm;

/**
 * A VM as a whole at one moment: its disks, its firmware variables, and its memory where it had
 * any.
 *
 * @param taken to the millisecond
 * @param vm what it was launched with or, where it was off, what its document said
 */
public record Snapshot(SnapshotName name, Instant taken, Vm vm, Memory memory) {

    /** Whether it has the VM's memory. */
    public enum Memory {
        /** The VM ran or was saved, and goes on from there. */
        KEPT,
        /** The VM was off. */
        NONE
    }
}
