package oxt.cli;

/** What the shell is told at the end; {@code docs/reference/problems.md} lists the codes. */
record Exit(int code) {
    static final Exit DONE = new Exit(0);

    /** What shells say of a program that Ctrl-C ended. */
    static final Exit INTERRUPTED = new Exit(130);

    /** The later problem of two counts no more than the first. */
    Exit and(Exit next) {
        return code == 0 ? next : this;
    }
}
