package oxt.model;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries problems to the edge when nobody in between can decide. */
public final class ProblemException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ProblemException(Problem problem) {
        this(List.of(problem), null);
    }

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        this(List.of(problem), cause);
    }

    public ProblemException(List<? extends Problem> problems) {
        this(problems, null);
    }

    private ProblemException(List<? extends Problem> problems, @Nullable Throwable cause) {
        super(problems.getFirst().what(), cause);
        this.problems = List.copyOf(problems);
    }

    /** At least one; in the order they were found. */
    public List<Problem> problems() {
        return problems;
    }
}
