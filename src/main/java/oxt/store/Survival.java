package oxt.store;

/** What a change outlives once its caller has been answered. */
enum Survival {
    /** The kernel has it: the daemon may be killed. */
    KILL,
    /** The disk has it: the machine may lose its power. */
    POWER_LOSS
}
