package oxt.model;

/** The name of a disk within its VM, as people write it: {@code root}. */
public record DiskName(String text) implements Comparable<DiskName> {
    public DiskName {
        Names.check(text);
    }

    @Override
    public int compareTo(DiskName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
