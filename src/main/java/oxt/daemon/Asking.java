package oxt.daemon;

import oxt.engine.EngineException;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A question to an engine that may start a program. */
interface Asking<T> {
    T ask() throws EngineException, InterruptedException;

    /** Its answer; what went wrong is thrown as the problem that it is. */
    static <T> T answer(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    new Problem.Failed(
                            "interrupted", "The daemon is ending.", "Ask again when it is back."),
                    e);
        }
    }
}
