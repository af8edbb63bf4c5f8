package oxt.api;

/** How far a task is. */
public enum TaskState {
    WAITING,
    RUNNING,
    DONE,
    /** A step failed; all that was begun is taken back. */
    ROLLED_BACK,
    /** Taking back failed as well; the problems say what is left behind. */
    STUCK,
    /** Nothing was done. */
    REFUSED,
    /** Somebody wanted it no more; all that was begun is taken back. */
    CANCELLED,
    /** Only the plan was asked for; nothing was done. */
    PLANNED;

    public boolean isEnded() {
        return switch (this) {
            case WAITING, RUNNING -> false;
            case DONE, ROLLED_BACK, STUCK, REFUSED, CANCELLED, PLANNED -> true;
        };
    }
}
