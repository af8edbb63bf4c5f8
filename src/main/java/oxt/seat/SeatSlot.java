package oxt.seat;

/** The number that a VM is chosen by, from 1 to 9; 0 is the console's. */
public record SeatSlot(int number) implements Comparable<SeatSlot> {
    public static final int MOST = 9;

    public SeatSlot {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("slot: " + number);
        }
    }

    @Override
    public int compareTo(SeatSlot other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
