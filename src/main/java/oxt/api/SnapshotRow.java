package oxt.api;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import oxt.model.SnapshotName;
import oxt.plan.Snapshot;

/** A snapshot of a VM, in one line. */
public record SnapshotRow(SnapshotName name, Instant taken, Memory memory) {

    /** Whether it has the VM's memory. */
    public enum Memory {
        KEPT,
        NONE
    }

    private static final Key<SnapshotRow, SnapshotName> NAME =
            Key.required(
                    "name",
                    Scalars.name("a snapshot", SnapshotName::new),
                    "Its name.",
                    SnapshotRow::name);
    private static final Key<SnapshotRow, Instant> TAKEN =
            Replies.instant("taken", "When it was taken.", SnapshotRow::taken);
    private static final Key<SnapshotRow, Memory> MEMORY =
            Key.required(
                    "memory",
                    Scalars.choice(Memory.values()),
                    "kept where the VM ran or was saved, and goes on from there; none where it was"
                            + " off.",
                    SnapshotRow::memory);

    public static final RecordShape<SnapshotRow> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "snapshot",
                            "What a VM was at one moment.",
                            List.of(NAME, TAKEN, MEMORY),
                            fields ->
                                    new SnapshotRow(
                                            fields.of(NAME), fields.of(TAKEN), fields.of(MEMORY))));

    /** Answers {@code GET /v1/vms/NAME/snapshots}. */
    public static final RecordShape<List<SnapshotRow>> LIST =
            RecordShape.only(
                    "snapshots",
                    "Every snapshot of a VM.",
                    Key.required(
                            "snapshots",
                            ListShape.of(SHAPE, Replies.MOST),
                            "The oldest first.",
                            Function.identity()));

    public static SnapshotRow of(Snapshot snapshot) {
        Memory memory =
                switch (snapshot.memory()) {
                    case KEPT -> Memory.KEPT;
                    case NONE -> Memory.NONE;
                };
        return new SnapshotRow(snapshot.name(), snapshot.taken(), memory);
    }
}
