package oxt.engine;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import oxt.model.Problem;

/** A step or a look that did not succeed; the runner decides what follows. */
public final class EngineException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public EngineException(Problem problem) {
        this(problem, null);
    }

    public EngineException(Problem problem, @Nullable Throwable cause) {
        super(problem.what(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
