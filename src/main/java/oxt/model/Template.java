package oxt.model;

/** A named set of defaults for a VM document. */
public enum Template {
    /** A VM that a person works in. */
    DESKTOP,
    /** A network driver domain. */
    NETWORK
}
