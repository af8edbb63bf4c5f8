package oxt.model;

/** What becomes of what a VM writes to a disk. */
public enum DiskMode {
    /** Kept. */
    PERSISTENT,
    /** The VM cannot write. */
    READ_ONLY,
    /** Thrown away: the disk is as it was at each start. */
    FRESH
}
