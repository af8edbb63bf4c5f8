package oxt.plan;

import oxt.model.VmId;

/** A place in a driver domain for the far end of one link. */
public record Slot(VmId backend, int number) implements Comparable<Slot> {
    /** Network cards a driver domain is born with: two slots of the bus, eight functions each. */
    public static final int COUNT = 16;

    public Slot {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("slot " + number);
        }
    }

    @Override
    public int compareTo(Slot other) {
        int byBackend = backend.compareTo(other.backend);
        return byBackend != 0 ? byBackend : Integer.compare(number, other.number);
    }
}
