package oxt.engine.agent;

import java.time.Duration;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.model.Problem;

/** Leaves an agent alone for a while that did what no agent does; its owner's lock guards it. */
final class Distrust {
    private final Duration rest;
    private Optional<Problem> why = Optional.empty();
    private long endNanos;

    Distrust(Duration rest) {
        this.rest = rest;
    }

    /** Fails with what the agent did, as long as it is left alone. */
    void requireOver() throws EngineException {
        if (why.isPresent() && System.nanoTime() - endNanos < 0) {
            throw new EngineException(why.get());
        }
    }

    /** A talk with it has begun again. */
    void forget() {
        why = Optional.empty();
    }

    /** Begins where a talk has ended for lack of trust. */
    void judge(AgentTalk.End end) {
        if (end instanceof AgentTalk.End.Untrusted(var problem)) {
            why = Optional.of(problem);
            endNanos = System.nanoTime() + rest.toNanos();
        }
    }
}
