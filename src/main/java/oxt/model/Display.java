package oxt.model;

/** Whether a VM has a screen. */
public enum Display {
    ON,
    OFF
}
