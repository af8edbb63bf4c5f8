package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oxt.model.Place;
import oxt.model.Problem;

/** Problems as the API answers them. */
public final class ProblemDocument {
    /** Longer than any sentence of ours; a cause from outside is cut before. */
    private static final int LONGEST_SENTENCE = 10_000;

    /** The kinds of problems, as documents name them. */
    private enum Kind {
        INVALID,
        MISSING,
        FAILED,
        BUG,
        CONFLICT,
        DENIED
    }

    private static final Key<Problem, Kind> KIND =
            Key.required(
                    "kind",
                    Scalars.choice(Kind.values()),
                    "What the reader can do next: mend the request (invalid), name something else"
                            + " (missing), look outside of oxt (failed), report a mistake of oxt"
                            + " (bug), change the state first (conflict), ask whoever made the rule"
                            + " (denied).",
                    ProblemDocument::kind);
    private static final Key<Problem, String> CODE =
            Key.required(
                    "code",
                    Scalars.pattern(
                            "a problem's code", Problem.CODE, Scalars.matching(Problem.CODE)),
                    "What is wrong, for programs; stable.",
                    Problem::code);
    private static final Key<Problem, String> WHAT =
            sentence("what", "What is the case, in a sentence.", Problem::what);
    private static final Key<Problem, String> REMEDY =
            sentence("remedy", "What to do about it.", Problem::remedy);
    private static final Key<Problem, Place> PLACE =
            Key.optional(
                    "place",
                    PlaceDocument.SHAPE,
                    "not in a document",
                    "Where in the document that was sent.",
                    problem ->
                            problem instanceof Problem.Invalid(_, _, _, var place)
                                            && !place.equals(Place.NOWHERE)
                                    ? Optional.of(place)
                                    : Optional.empty());

    public static final RecordShape<Problem> SHAPE =
            RecordShape.of(
                            "problem",
                            "What is wrong, and what to do about it.",
                            List.of(KIND, CODE, WHAT, REMEDY, PLACE),
                            ProblemDocument::problem)
                    .unknown(RecordShape.Unknown.IGNORED);

    /** A refusal: the first problem decides the status. */
    public static final RecordShape<List<Problem>> LIST =
            RecordShape.only(
                    "problems",
                    "Every reason why the request was refused.",
                    Key.required(
                            "problems",
                            ListShape.of(SHAPE, Problems.MOST + 1),
                            "In the order in which they were found; at least one.",
                            Function.identity()));

    private ProblemDocument() {}

    private static Key<Problem, String> sentence(
            String name, String description, Function<Problem, String> value) {
        return Key.required(name, Scalars.text(LONGEST_SENTENCE), description, value);
    }

    private static Kind kind(Problem problem) {
        return switch (problem) {
            case Problem.Invalid _ -> Kind.INVALID;
            case Problem.Missing _ -> Kind.MISSING;
            case Problem.Failed _ -> Kind.FAILED;
            case Problem.Bug _ -> Kind.BUG;
            case Problem.Conflict _ -> Kind.CONFLICT;
            case Problem.Denied _ -> Kind.DENIED;
        };
    }

    private static Problem problem(Fields<Problem> fields) {
        String code = fields.of(CODE);
        String what = fields.of(WHAT);
        String remedy = fields.of(REMEDY);
        return switch (fields.of(KIND)) {
            case INVALID ->
                    new Problem.Invalid(
                            code, what, remedy, fields.find(PLACE).orElse(Place.NOWHERE));
            case MISSING -> new Problem.Missing(code, what, remedy);
            case FAILED -> new Problem.Failed(code, what, remedy);
            case BUG -> new Problem.Bug(code, what, remedy);
            case CONFLICT -> new Problem.Conflict(code, what, remedy);
            case DENIED -> new Problem.Denied(code, what, remedy);
        };
    }
}
