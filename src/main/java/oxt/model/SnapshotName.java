package oxt.model;

/** The name of a snapshot within its VM: {@code before-upgrade}. */
public record SnapshotName(String text) implements Comparable<SnapshotName> {
    public SnapshotName {
        Names.check(text);
    }

    @Override
    public int compareTo(SnapshotName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
