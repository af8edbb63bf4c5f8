package oxt.api;

/** How far one step of a task is. */
public enum StepProgress {
    AHEAD,
    BEGUN,
    DONE,
    FAILED,
    UNDONE,
    STUCK
}
