package oxt.plan;

/** Whether a NIC's guest sees its cable as plugged in. */
public enum Carrier {
    UP,
    DOWN;

    public Carrier opposite() {
        return this == UP ? DOWN : UP;
    }
}
