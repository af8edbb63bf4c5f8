package oxt.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import oxt.model.SnapshotName;
import oxt.model.VmId;

/** What an engine sees of a VM at one moment. */
public record Observed(VmId vm, Run run, Set<Held> held) {

    public Observed {
        held = Set.copyOf(held);
    }

    public static Observed nothing(VmId vm) {
        return new Observed(vm, Run.OFF, Set.of());
    }

    public boolean holds(Held thing) {
        return held.contains(thing);
    }

    /** Whether nothing runs: the VM is off, or saved. */
    public boolean isWithoutMachine() {
        return run.machine().isEmpty();
    }

    /** Whether there is a state that a start goes on from. */
    public boolean isSaved() {
        return holds(new Held.SavedState());
    }

    public List<Snapshot> snapshots() {
        return held(Held.KeptSnapshot.class).stream().map(Held.KeptSnapshot::snapshot).toList();
    }

    public Optional<Snapshot> snapshot(SnapshotName name) {
        return snapshots().stream().filter(snapshot -> snapshot.name().equals(name)).findFirst();
    }

    /** What is held of one kind, in a stable order. */
    public <T extends Held> List<T> held(Class<T> kind) {
        TreeSet<T> sorted = new TreeSet<>(Comparator.comparing(Held::toString));
        for (Held thing : held) {
            if (kind.isInstance(thing)) {
                sorted.add(kind.cast(thing));
            }
        }
        return List.copyOf(sorted);
    }

    /** What a run left or needs; empty for a VM that is properly off. */
    public Set<Held> heldForRun() {
        return held.stream()
                .filter(thing -> thing.span() == Held.Span.RUN)
                .collect(Collectors.toUnmodifiableSet());
    }
}
