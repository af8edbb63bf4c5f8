package oxt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oxt.api.ScalarShape.Parsed;
import oxt.model.Place;
import oxt.model.Reading;

/** Puts new values of settings into a document, led by its shape. */
final class DocumentChange {
    private static final String NAME = "name";
    private static final Node.Mapping NOTHING = Node.mapping();

    private final SettingChange change;
    private final Problems problems;

    private DocumentChange(SettingChange change, Problems problems) {
        this.change = change;
        this.problems = problems;
    }

    /** The whole changed document, or every setting that there is not; values are not checked. */
    static Reading<Node.Mapping> of(
            Shape<?> shape, Node.Mapping document, List<SettingChange> changes) {
        Problems problems = new Problems();
        Node changed = document;
        for (SettingChange change : changes) {
            changed = new DocumentChange(change, problems).in(shape, changed, 0).orElse(NOTHING);
        }
        return problems.count() == 0
                ? Reading.good((Node.Mapping) Node.withPointers(changed, Place.Pointer.ROOT))
                : problems.bad();
    }

    /** The changed node, or nothing where it is taken away. */
    private Optional<Node> in(Shape<?> shape, Node current, int depth) {
        if (depth == change.path().size()) {
            return change.value().isEmpty() ? Optional.empty() : Optional.of(value(shape));
        }
        return switch (shape) {
            case RecordShape<?> record -> Optional.of(inRecord(record, mapping(current), depth));
            case CasesShape<?> cases -> Optional.of(inCases(cases, mapping(current), depth));
            case ListShape<?> list -> Optional.of(inList(list, current, depth));
            case EitherShape<?> either -> in(either.mapping(), mapping(current), depth);
            case MappedShape<?, ?> mapped -> in(mapped.written(), current, depth);
            case LaterShape<?> later -> in(later.shape().get(), current, depth);
            case ScalarShape<?> _ -> {
                problems.invalid(
                        "no-such-setting",
                        path(depth) + " is a single value; it has no " + rest(depth) + ".",
                        "Write " + path(depth) + "=VALUE.",
                        Place.NOWHERE);
                yield Optional.of(current);
            }
        };
    }

    private Node inRecord(RecordShape<?> record, Node.Mapping current, int depth) {
        String key = change.path().get(depth);
        for (Key<?, ?> known : record.keys()) {
            if (known.name().equals(key)) {
                return put(current, key, in(known.shape(), child(current, key), depth + 1));
            }
        }
        unknown(depth, record.keys().stream().map(Key::name).toList());
        return current;
    }

    private Node inCases(CasesShape<?> cases, Node.Mapping current, int depth) {
        String key = change.path().get(depth);
        if (key.equals(cases.tag()) && depth + 1 == change.path().size()) {
            return retagged(cases, current);
        }
        List<String> known = new ArrayList<>(List.of(cases.tag()));
        for (CasesShape.Case<?> one : cases.cases()) {
            if (one.has(key)) {
                return inRecord(one.shape(), current, depth);
            }
            one.shape().keys().forEach(each -> known.add(each.name()));
        }
        unknown(depth, known);
        return current;
    }

    /** Another case has other keys; what only the old one had goes with it. */
    private Node retagged(CasesShape<?> cases, Node.Mapping current) {
        Node.Mapping kept = NOTHING.with(cases.tag(), Node.text(change.value()));
        for (CasesShape.Case<?> one : cases.cases()) {
            for (Node.Entry entry : current.entries()) {
                if (one.name().equals(change.value()) && one.has(entry.key())) {
                    kept = kept.with(entry.key(), entry.value());
                }
            }
        }
        return kept;
    }

    private Node inList(ListShape<?> list, Node current, int depth) {
        List<Node> items =
                new ArrayList<>(current instanceof Node.Sequence(var old, _) ? old : List.of());
        boolean named = list.identity().isPresent();
        String wanted = change.path().get(depth);
        int index = named ? named(items, wanted) : numbered(items, wanted, depth);
        Node.Mapping fresh = named ? NOTHING.with(NAME, Node.text(wanted)) : NOTHING;
        Node old = index < items.size() ? items.get(index) : fresh;
        Optional<Node> changed =
                in(list.item(), old, depth + 1).map(item -> named ? withName(item, wanted) : item);
        if (changed.isEmpty() && index == items.size()) {
            problems.invalid(
                    "no-such-setting",
                    "There is no " + path(depth + 1) + ".",
                    "Name one that there is.",
                    Place.NOWHERE);
        } else if (changed.isEmpty()) {
            items.remove(index);
        } else if (index == items.size()) {
            items.add(changed.get());
        } else {
            items.set(index, changed.get());
        }
        return Node.sequence(items);
    }

    /** The name is the path's, whether or not the new value repeats it. */
    private static Node withName(Node item, String name) {
        return item instanceof Node.Mapping mapping && mapping.find(NAME).isEmpty()
                ? new Node.Mapping(
                        Stream.concat(Stream.of(Node.entry(NAME, name)), mapping.entries().stream())
                                .toList(),
                        mapping.place())
                : item;
    }

    private static int named(List<Node> items, String name) {
        for (int index = 0; index < items.size(); index++) {
            if (items.get(index) instanceof Node.Mapping mapping
                    && mapping.find(NAME).orElse(null) instanceof Node.Text(var text, _)
                    && text.equals(name)) {
                return index;
            }
        }
        return items.size();
    }

    /** Counted from 1; one more than there are adds one. */
    private int numbered(List<Node> items, String number, int depth) {
        for (int index = 0; index <= items.size(); index++) {
            if (number.equals(String.valueOf(index + 1))) {
                return index;
            }
        }
        problems.invalid(
                "no-such-setting",
                path(depth)
                        + " has "
                        + items.size()
                        + " items; there is no "
                        + Excerpt.of(number)
                        + ".",
                "Write a number from 1 to " + (items.size() + 1) + ".",
                Place.NOWHERE);
        return items.size();
    }

    /** Texts are taken as they are where the shape wants one; all else is YAML. */
    private Node value(Shape<?> shape) {
        Node text = Node.text(change.value());
        Node yaml =
                switch (Yaml.read(change.value())) {
                    case Reading.Good<Node>(var node) -> node;
                    case Reading.Bad<Node> _ -> text;
                };
        return accepts(shape, text) && !accepts(shape, yaml) ? text : yaml;
    }

    private static boolean accepts(Shape<?> shape, Node node) {
        return switch (shape) {
            case ScalarShape<?> scalar -> scalar.parse().apply(node) instanceof Parsed.Is<?>;
            case MappedShape<?, ?> mapped -> accepts(mapped.written(), node);
            case RecordShape<?> _,
                    CasesShape<?> _,
                    ListShape<?> _,
                    EitherShape<?> _,
                    LaterShape<?> _ ->
                    false;
        };
    }

    private void unknown(int depth, List<String> known) {
        String key = change.path().get(depth);
        String where = depth == 0 ? "" : " in " + path(depth);
        problems.invalid(
                "no-such-setting",
                "There is no setting " + Excerpt.of(key) + where + ".",
                Nearest.of(key, known)
                        .map(near -> "Write " + near + ".")
                        .orElse("Write one of " + String.join(", ", known) + "."),
                Place.NOWHERE);
    }

    private String path(int depth) {
        return Excerpt.of(String.join(".", change.path().subList(0, depth)));
    }

    private String rest(int depth) {
        return Excerpt.of(String.join(".", change.path().subList(depth, change.path().size())));
    }

    private static Node.Mapping mapping(Node node) {
        return node instanceof Node.Mapping mapping ? mapping : NOTHING;
    }

    private static Node child(Node.Mapping mapping, String key) {
        return mapping.find(key).orElse(NOTHING);
    }

    private static Node put(Node.Mapping mapping, String key, Optional<Node> value) {
        return value.<Node>map(node -> mapping.with(key, node))
                .orElseGet(() -> mapping.without(key));
    }
}
