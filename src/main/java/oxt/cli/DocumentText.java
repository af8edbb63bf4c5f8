package oxt.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.api.Yaml;
import oxt.model.Place;
import oxt.model.Problem;
import oxt.model.Reading;

/**
 * A document that a person wrote, and what is wrong with it, shown at the lines in question.
 *
 * @param name as the person calls it: the file's name
 */
record DocumentText(String name, String text) {
    /** A longer line is shown from shortly before the place in question. */
    private static final int LONGEST = 100;

    /** What is no UTF-8 is found when it is read as a document. */
    static DocumentText of(String name, byte[] bytes) {
        return new DocumentText(name, new String(bytes, StandardCharsets.UTF_8));
    }

    /** The VM document it holds, or every problem with it, at lines and columns. */
    Reading<Node> read() {
        return Yaml.read(text).then(node -> VmDocument.SHAPE.read(node).map(_ -> node));
    }

    void print(List<Problem> problems, Surroundings around) {
        if (around.isJson()) {
            new ProblemText(around).print(problems);
            return;
        }
        List<String> lines = text.lines().toList();
        ProblemText remedies = new ProblemText(around);
        Output err = around.err();
        for (Problem problem : problems) {
            Optional<Place.Line> place = line(problem);
            err.print(err.paint(Style.BOLD, name + place.map(DocumentText::after).orElse("")));
            err.print(": ");
            err.line(err.paint(Style.RED, Harmless.line(problem.what())));
            place.filter(at -> at.line() <= lines.size())
                    .ifPresent(at -> excerpt(lines.get(at.line() - 1), at, err));
            remedies.remedy(problem.remedy());
        }
    }

    /** What the daemon found in the JSON it was sent, at the line that it came from. */
    static List<Problem> placed(List<Problem> problems, Node document) {
        List<Problem> placed = new ArrayList<>();
        for (Problem problem : problems) {
            placed.add(
                    problem instanceof Problem.Invalid invalid
                                    && invalid.place() instanceof Place.Pointer pointer
                            ? new Problem.Invalid(
                                    invalid.code(),
                                    invalid.what(),
                                    invalid.remedy(),
                                    place(pointer, document))
                            : problem);
        }
        return placed;
    }

    /** The place of what a pointer leads to, or of the last thing on the way that is there. */
    private static Place place(Place.Pointer pointer, Node document) {
        Node at = document;
        Place place = document.place();
        String text = pointer.toString();
        for (String token : text.isEmpty() ? new String[0] : text.substring(1).split("/", -1)) {
            String key = token.replace("~1", "/").replace("~0", "~");
            Optional<Node> next =
                    switch (at) {
                        case Node.Mapping mapping -> mapping.find(key);
                        case Node.Sequence sequence -> item(sequence, key);
                        case Node.Text _, Node.Number _, Node.Truth _, Node.Null _ ->
                                Optional.empty();
                    };
            if (next.isEmpty()) {
                return place;
            }
            at = next.get();
            place = at.place();
        }
        return place;
    }

    private static Optional<Node> item(Node.Sequence sequence, String index) {
        try {
            return Optional.of(sequence.items().get(Integer.parseInt(index)));
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private static Optional<Place.Line> line(Problem problem) {
        return problem instanceof Problem.Invalid invalid
                        && invalid.place() instanceof Place.Line line
                ? Optional.of(line)
                : Optional.empty();
    }

    private static String after(Place.Line place) {
        return ":" + place.line() + ":" + place.column();
    }

    private static void excerpt(String line, Place.Line place, Output err) {
        int column = Math.min(place.column() - 1, line.length());
        int from = line.length() <= LONGEST ? 0 : Math.max(0, column - LONGEST / 2);
        String shown = line.substring(from, Math.min(line.length(), from + LONGEST));
        String number = Integer.toString(place.line());
        String bar = err.paint(Style.DIM, " | ");
        // A tab is as wide as the terminal likes; as one space the caret stays below its place.
        err.line("  " + number + bar + Harmless.line(shown.replace('\t', ' ')));
        err.line("  " + " ".repeat(number.length()) + bar + " ".repeat(column - from) + "^");
    }
}
