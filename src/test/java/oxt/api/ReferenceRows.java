package oxt.api;

import java.util.ArrayList;
import java.util.List;

/** Every key of a shape by its path, as the reference lists it. */
final class ReferenceRows {
    private final List<Row> rows = new ArrayList<>();

    record Row(String path, String value, String absent, String description) {}

    private ReferenceRows() {}

    static List<Row> of(Shape<?> shape) {
        ReferenceRows all = new ReferenceRows();
        all.add("", shape);
        return all.rows;
    }

    private void add(String path, Shape<?> shape) {
        switch (shape) {
            case RecordShape<?> record -> record.keys().forEach(key -> add(path, key));
            case CasesShape<?> cases -> {
                rows.add(
                        new Row(
                                path + cases.tag(),
                                Scalars.choice(cases.cases(), CasesShape.Case::name).words(),
                                "required",
                                cases.description()));
                for (CasesShape.Case<?> one : cases.cases()) {
                    one.shape().keys().forEach(key -> add(path, only(cases, one), key));
                }
            }
            case ListShape<?> list -> add(path, list.item());
            case EitherShape<?> either -> add(path, either.mapping());
            case MappedShape<?, ?> mapped -> add(path, mapped.written());
            case LaterShape<?> _, ScalarShape<?> _ -> {}
        }
    }

    private static String only(CasesShape<?> cases, CasesShape.Case<?> one) {
        return "With " + cases.tag() + " " + one.name() + " only: ";
    }

    private void add(String path, Key<?, ?> key) {
        add(path, "", key);
    }

    private void add(String path, String condition, Key<?, ?> key) {
        String name = path + key.name();
        rows.add(new Row(name, value(key.shape()), absent(key), condition + key.description()));
        boolean list = inner(key.shape()) instanceof ListShape<?>;
        add(name + (list ? "[]." : "."), key.shape());
    }

    private static Shape<?> inner(Shape<?> shape) {
        return shape instanceof MappedShape<?, ?> mapped ? inner(mapped.written()) : shape;
    }

    private static String value(Shape<?> shape) {
        return switch (inner(shape)) {
            case RecordShape<?> _, CasesShape<?> _ -> "a mapping, below";
            case ListShape<?> list -> "a list of at most " + list.most();
            case EitherShape<?> either -> either.words();
            case MappedShape<?, ?> _, LaterShape<?> _, ScalarShape<?> _ -> shape.words();
        };
    }

    private static <R, T> String absent(Key<R, T> key) {
        return switch (key.absence()) {
            case Key.Absence.Refused<T> _ -> "required";
            case Key.Absence.Says<T>(var words) -> words;
            case Key.Absence.Means<T>(var standard) -> shown(key.shape().write(standard));
        };
    }

    private static String shown(Node node) {
        return switch (node) {
            case Node.Text(var text, _) -> text.isEmpty() ? "empty" : "`" + text + "`";
            case Node.Number _, Node.Truth _, Node.Null _, Node.Sequence _, Node.Mapping _ ->
                    "`" + Json.write(node) + "`";
        };
    }
}
