package oxt.model;

/** The name of a network card (NIC) within its VM, as people write it: {@code lan}. */
public record NicName(String text) implements Comparable<NicName> {
    public NicName {
        Names.check(text);
    }

    @Override
    public int compareTo(NicName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
