package oxt.api;

/** What is done to a VM or an image, in one word. */
public enum Action {
    CREATE,
    CHANGE,
    REMOVE,
    START,
    STOP,
    KILL,
    REBOOT,
    RESET,
    PAUSE,
    RESUME,
    /** Write a VM's memory to disk and end its machine; a start goes on from there. */
    SAVE,
    /** The daemon's own: clear away what a run left that ended by itself. */
    TIDY,
    /** The daemon's own: put the links of a running VM as they are wanted. */
    RELINK,
    /** The daemon's own: tell a network driver domain whom it serves. */
    SERVE,
    /** Make an image. */
    BUILD,
    /** Make an image, or a VM, of a file that somebody brings. */
    IMPORT,
    /** Drop what was saved of a VM. */
    DISCARD,
    /** Take a snapshot of a VM. */
    SNAPSHOT,
    /** Make a VM again what it was at a snapshot. */
    REVERT,
    /** Remove a snapshot of a VM. */
    FORGET,
    /** Read the files that a VM would begin from. */
    MEASURE,
    /** Accept those that there are for a measured VM. */
    ACCEPT
}
