package oxt.engine.qemu;

/** What a machine begins with. */
sealed interface Startup {

    /** Nothing in its memory: it boots. */
    record Cold() implements Startup {}

    /** What was saved. */
    record From(StateFolder state, StateFolder.Sum memory) implements Startup {}
}
