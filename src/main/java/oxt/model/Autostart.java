package oxt.model;

/** Whether a VM starts with the daemon, and when. */
public sealed interface Autostart {

    record Off() implements Autostart {}

    /** Lower numbers start first; VMs of one number start together. From 0 to 999. */
    record Order(int order) implements Autostart {
        public static final int LAST = 999;

        public Order {
            if (order < 0 || order > LAST) {
                throw new IllegalArgumentException("autostart order is 0 to " + LAST);
            }
        }
    }
}
