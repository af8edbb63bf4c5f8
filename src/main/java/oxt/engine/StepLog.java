package oxt.engine;

import oxt.plan.Step;

/** Where a runner writes what it is about to do, so that a later daemon can read it. */
public interface StepLog {

    /** The states of one step; a crash leaves the last one written. */
    enum State {
        BEGUN,
        DONE,
        FAILED,
        UNDONE,
        STUCK
    }

    /**
     * Survives this program's death when it returns where the state is BEGUN; later states may be
     * written lazily, because after a crash the world is asked anyway. A BEGUN that cannot be
     * written throws a {@link oxt.model.ProblemException}, and the step is not performed; no other
     * state may throw.
     *
     * @param index the step's place in {@code plan.steps()}
     */
    void write(int index, Step step, State state);
}
