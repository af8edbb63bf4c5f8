package oxt.model;

/** The name of a VM, as people write it: {@code work}. */
public record VmName(String text) implements Comparable<VmName> {
    public VmName {
        Names.check(text);
    }

    @Override
    public int compareTo(VmName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
