package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import oxt.model.Place;

/** The {@code place} of a problem: line and column, or a JSON Pointer. */
final class PlaceDocument {
    private static final int NONE = 0;

    private static final Key<Place, Integer> LINE =
            number(
                    "line",
                    place -> place instanceof Place.Line(var line, _) ? line : NONE,
                    "Counted from 1.");
    private static final Key<Place, Integer> COLUMN =
            number(
                    "column",
                    place -> place instanceof Place.Line(_, var column) ? column : NONE,
                    "Counted from 1, in characters.");
    private static final Key<Place, Place.Pointer> POINTER =
            Key.optional(
                    "pointer",
                    Scalars.parsed("a JSON Pointer", Place.Pointer::parse),
                    "not in a JSON value",
                    "Where in the JSON that was sent (RFC 6901).",
                    place ->
                            place instanceof Place.Pointer pointer
                                    ? Optional.of(pointer)
                                    : Optional.empty());

    static final RecordShape<Place> SHAPE =
            RecordShape.of(
                            "place",
                            "Where in a document a problem is: line and column, or a pointer.",
                            List.of(LINE, COLUMN, POINTER),
                            PlaceDocument::place)
                    .unknown(RecordShape.Unknown.IGNORED);

    private PlaceDocument() {}

    private static Key<Place, Integer> number(
            String name, ToIntFunction<Place> part, String description) {
        return Key.optional(
                name,
                Scalars.integer(1, Integer.MAX_VALUE),
                "not in a text",
                description,
                place -> Optional.of(part.applyAsInt(place)).filter(number -> number != NONE));
    }

    private static Place place(Fields<Place> fields) {
        if (fields.find(LINE).isPresent() && fields.find(COLUMN).isPresent()) {
            return new Place.Line(
                    fields.find(LINE).orElseThrow(), fields.find(COLUMN).orElseThrow());
        }
        return fields.find(POINTER).<Place>map(pointer -> pointer).orElse(Place.NOWHERE);
    }
}
