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

    /**
     * Taking back failed too; what could not be undone is left behind.
     *
     * @param causes why the step failed, where it did, and why the first undo did
     */
    record Stuck(Step at, List<Problem> causes, List<Step> leftBehind) implements Outcome {
        public Stuck {
            causes = List.copyOf(causes);
            leftBehind = List.copyOf(leftBehind);
        }
    }
}
