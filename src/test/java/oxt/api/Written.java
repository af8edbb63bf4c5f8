package oxt.api;

import java.util.List;
import oxt.model.Place;
import oxt.model.Problem;
import oxt.model.Reading;

/** Readings as text, for golden files. */
final class Written {
    private Written() {}

    static String of(Reading<?> reading) {
        return switch (reading) {
            case Reading.Good<?>(var value) -> value + "\n";
            case Reading.Bad<?>(var problems) -> of(problems);
        };
    }

    static String of(List<Problem> problems) {
        StringBuilder text = new StringBuilder();
        for (Problem problem : problems) {
            String place = problem instanceof Problem.Invalid invalid ? place(invalid.place()) : "";
            text.append(place).append(problem.what()).append("\n");
            text.append("    ").append(problem.remedy());
            text.append(" [").append(problem.code()).append("]\n");
        }
        return text.toString();
    }

    private static String place(Place place) {
        return place.toString().isEmpty() ? "" : place + ": ";
    }
}
