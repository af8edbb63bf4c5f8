package oxt.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import oxt.model.Place;
import oxt.model.Problem;
import oxt.model.Reading;

/** The problems found while a document is read. */
public final class Problems {
    /** More than a person reads; what follows the first hundred is mostly their echo. */
    public static final int MOST = 100;

    private final List<Problem> found = new ArrayList<>();
    private int count;

    public void invalid(String code, String what, String remedy, Place place) {
        add(new Problem.Invalid(code, what, remedy, place));
    }

    public void add(Problem problem) {
        count++;
        if (found.size() < MOST) {
            found.add(problem);
        }
    }

    /** How many there were, shown or not. */
    public int count() {
        return count;
    }

    <T> Reading<T> bad() {
        List<Problem> shown = new ArrayList<>(found);
        shown.sort(Comparator.comparingInt(Problems::line).thenComparingInt(Problems::column));
        if (count > shown.size()) {
            shown.add(
                    new Problem.Invalid(
                            "more-problems",
                            "There are " + (count - shown.size()) + " more problems.",
                            "Solve those above, then try again."));
        }
        return new Reading.Bad<>(shown);
    }

    /** A text is read from its top; other places keep the order in which they were found. */
    private static int line(Problem problem) {
        return problem instanceof Problem.Invalid(_, _, _, Place.Line(var line, _)) ? line : 0;
    }

    private static int column(Problem problem) {
        return problem instanceof Problem.Invalid(_, _, _, Place.Line(_, var column)) ? column : 0;
    }
}
