package oxt.engine;

import java.util.List;
import oxt.model.Problem;
import oxt.plan.Step;

/** How a plan ended. */
public sealed interface Outcome {

    record Done() implements Outcome {}

    /** A step failed, and all that was begun is taken back. */
    record RolledBack(Step at, Problem cause) implements Outcome {}

    /** The caller wanted it no more, and all that was begun is taken back. */
    record Cancelled(Step at) implements Outcome {}

    /**
     * A step failed past a point of no return ({@link Step#isPointOfNoReturn}): what was begun
     * after that is taken back, and what was done before it stays.
     */
    record BrokenOff(Step at, Problem cause) implements Outcome {}

    /** Taking back failed too; what could not be undone is left behind. */
    record Stuck(Step at, Problem cause, List<Step> leftBehind) implements Outcome {
        public Stuck {
            leftBehind = List.copyOf(leftBehind);
        }
    }
}
