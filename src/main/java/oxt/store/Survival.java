package oxt.store;

/** What a change outlives once its caller has been answered. */
enum Survival {
    /** The kernel has it: the daemon may be killed. */
    KILL,
    /** The kernel has it at once, and the disk right after, for which nobody waits. */
    POWER_LOSS_SOON,
    /** The disk has it: the machine may lose its power. */
    POWER_LOSS
}
