package oxt.model;

import java.util.List;
import java.util.function.Function;

/** What reading something from outside gave: the value, or every problem with it. */
public sealed interface Reading<T> {

    record Good<T>(T value) implements Reading<T> {}

    /** At least one problem, in the order they were found. */
    record Bad<T>(List<Problem> problems) implements Reading<T> {
        public Bad {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("bad without a problem");
            }
        }
    }

    static <T> Reading<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Reading<T> bad(Problem problem) {
        return new Bad<>(List.of(problem));
    }

    /** What the next step reads from this value; the problems where there is no value. */
    default <U> Reading<U> then(Function<? super T, Reading<U>> next) {
        // Apart from the switch, as the first one of a process costs it 3 ms.
        return this instanceof Good<T>(var value) ? next.apply(value) : new Bad<>(problems());
    }

    default <U> Reading<U> map(Function<? super T, ? extends U> change) {
        return then(value -> new Good<>(change.apply(value)));
    }

    /** The value; a {@link ProblemException} with every problem where there is none. */
    default T orThrow() {
        if (this instanceof Good<T>(var value)) {
            return value;
        }
        throw new ProblemException(problems());
    }

    private List<Problem> problems() {
        return switch (this) {
            case Good<T> _ -> List.of();
            case Bad<T>(var problems) -> problems;
        };
    }
}
