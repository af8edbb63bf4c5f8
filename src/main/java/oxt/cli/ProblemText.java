package oxt.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import oxt.api.ErrorTable;
import oxt.api.Json;
import oxt.api.ProblemDocument;
import oxt.model.Place;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Problems as people read them, on the error stream: each says what is the case and what to do. */
final class ProblemText {
    private final Surroundings around;
    private final Output err;

    ProblemText(Surroundings around) {
        this.around = around;
        this.err = around.err();
    }

    static Exit exit(Problem problem) {
        return new Exit(ErrorTable.exit(problem));
    }

    /** The exit code is the first problem's. */
    Exit print(ProblemException thrown) {
        print(thrown.problems());
        if (around.isJson()) {
            return exit(thrown.problems().getFirst());
        }
        if (thrown.problems().getFirst() instanceof Problem.Bug) {
            trace(thrown.getCause());
        } else {
            causes(thrown.getCause());
        }
        return exit(thrown.problems().getFirst());
    }

    void print(List<Problem> problems) {
        if (around.isJson()) {
            around.out().line(Json.write(ProblemDocument.LIST.write(problems)));
            return;
        }
        for (Problem problem : problems) {
            print(problem);
        }
    }

    private void print(Problem problem) {
        String place =
                problem instanceof Problem.Invalid invalid
                                && invalid.place() instanceof Place.Line line
                        ? " (" + line + ")"
                        : "";
        err.paragraph("", Style.RED, Harmless.line(problem.what() + place));
        remedy(problem.remedy());
    }

    /** Under the line that it belongs to. */
    void remedy(String remedy) {
        for (String line : Harmless.text(remedy).split("\n", -1)) {
            err.paragraph("  ", Style.PLAIN, line);
        }
    }

    private void causes(@Nullable Throwable first) {
        for (Throwable cause = first; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            err.line("  Cause: " + Harmless.line(message == null ? cause.toString() : message));
        }
    }

    private void trace(@Nullable Throwable bug) {
        for (Throwable cause = bug; cause != null; cause = cause.getCause()) {
            err.line("  " + Harmless.line(cause.toString()));
            for (StackTraceElement line : cause.getStackTrace()) {
                err.line("    at " + line);
            }
        }
    }
}
