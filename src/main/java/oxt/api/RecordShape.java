package oxt.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import oxt.model.Place;

/** A value of several named parts. */
public final class RecordShape<R> implements Shape<R> {
    private final String title;
    private final String description;
    private final List<Key<R, ?>> keys;
    private final Map<String, Integer> positions;
    private final List<Check<R>> checks;
    private final Unknown unknown;
    private final Function<Fields<R>, R> make;

    /** What becomes of keys that nobody knows. */
    public enum Unknown {
        /** A person or client wrote them and should know. */
        REFUSED,
        /** A newer daemon wrote them. */
        IGNORED
    }

    /** A rule between keys, asked when all that it needs was read. */
    private record Check<R>(List<Key<R, ?>> needs, Consumer<Fields<R>> ask) {}

    private RecordShape(
            String title,
            String description,
            List<Key<R, ?>> keys,
            Map<String, Integer> positions,
            List<Check<R>> checks,
            Unknown unknown,
            Function<Fields<R>, R> make) {
        this.title = title;
        this.description = description;
        this.keys = keys;
        this.positions = positions;
        this.checks = checks;
        this.unknown = unknown;
        this.make = make;
    }

    /**
     * @param title what problems call it: {@code disk}
     * @param make called only when every key was read and every check passed
     */
    public static <R> RecordShape<R> of(
            String title, String description, List<Key<R, ?>> keys, Function<Fields<R>, R> make) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (Key<R, ?> key : keys) {
            if (positions.put(key.name(), positions.size()) != null) {
                throw new IllegalArgumentException("two keys are named " + key.name());
            }
        }
        return new RecordShape<>(
                title, description, List.copyOf(keys), positions, List.of(), Unknown.REFUSED, make);
    }

    /** A mapping whose one key has the whole value: a reply can grow other keys beside it. */
    public static <T> RecordShape<T> only(String title, String description, Key<T, T> key) {
        return RecordShape.<T>of(title, description, List.of(key), fields -> fields.of(key))
                .unknown(Unknown.IGNORED);
    }

    /** The same with a rule that is asked when the keys it needs were read. */
    public RecordShape<R> check(List<Key<R, ?>> needs, Consumer<Fields<R>> ask) {
        List<Check<R>> more = new ArrayList<>(checks);
        more.add(new Check<>(List.copyOf(needs), ask));
        return new RecordShape<>(
                title, description, keys, positions, List.copyOf(more), unknown, make);
    }

    public RecordShape<R> unknown(Unknown fate) {
        return new RecordShape<>(title, description, keys, positions, checks, fate, make);
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    public List<Key<R, ?>> keys() {
        return keys;
    }

    @Override
    public Optional<R> read(String name, Node node, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.invalid(
                    "wrong-type",
                    name + " is " + words() + "; " + Excerpt.of(node) + " is not.",
                    "Write " + Scalars.orList(List.copyOf(positions.keySet())) + " with a colon.",
                    node.place());
            return Optional.empty();
        }
        return read(mapping, Set.of(), problems);
    }

    /**
     * @param others keys that somebody else reads
     */
    Optional<R> read(Node.Mapping mapping, Set<String> others, Problems problems) {
        int before = problems.count();
        Fields<R> fields = new Fields<>(mapping.place(), positions, problems);
        for (Node.Entry entry : mapping.entries()) {
            Integer position = positions.get(entry.key());
            if (position != null) {
                fields.put(position, entry.value());
                value(keys.get(position), entry, problems)
                        .ifPresent(value -> fields.put(position, value));
            } else if (unknown == Unknown.REFUSED && !others.contains(entry.key())) {
                refuse(entry, others, problems);
            }
        }
        for (Key<R, ?> key : keys) {
            if (key.absence() instanceof Key.Absence.Refused<?> && !fields.has(key)) {
                missing(key, mapping.place(), problems);
            }
        }
        for (Check<R> check : checks) {
            if (check.needs.stream().allMatch(fields::isRead)) {
                check.ask.accept(fields);
            }
        }
        return problems.count() == before ? Optional.of(make.apply(fields)) : Optional.empty();
    }

    private static Optional<?> value(Key<?, ?> key, Node.Entry entry, Problems problems) {
        if (entry.value() instanceof Node.Null) {
            problems.invalid(
                    "no-value",
                    key.name() + " has no value.",
                    "Write a value, or remove the key.",
                    entry.place());
            return Optional.empty();
        }
        return key.shape().read(key.name(), entry.value(), problems);
    }

    private void refuse(Node.Entry entry, Set<String> others, Problems problems) {
        List<String> known = new ArrayList<>(positions.keySet());
        known.addAll(others);
        String remedy =
                Nearest.of(entry.key(), known)
                        .map(near -> "Write " + near + ", or remove it.")
                        .orElse("Remove it, or write one of " + String.join(", ", known) + ".");
        problems.invalid(
                "unknown-key",
                Excerpt.of(entry.key()) + " is not a key of the " + title + ".",
                remedy,
                entry.place());
    }

    private void missing(Key<R, ?> key, Place place, Problems problems) {
        problems.invalid(
                "missing-key",
                "The " + title + " has no " + key.name() + ".",
                "Add " + key.name() + ": " + key.shape().words() + ".",
                place);
    }

    @Override
    public Node.Mapping write(R value) {
        List<Node.Entry> entries = new ArrayList<>(keys.size());
        for (Key<R, ?> key : keys) {
            write(key, value).ifPresent(entries::add);
        }
        return new Node.Mapping(entries, Place.NOWHERE);
    }

    private static <R, T> Optional<Node.Entry> write(Key<R, T> key, R value) {
        return key.value()
                .apply(value)
                .map(part -> Node.entry(key.name(), key.shape().write(part)));
    }

    @Override
    public Node.Mapping schema(Definitions definitions) {
        return definitions.reference(title, () -> properties(definitions, List.of()));
    }

    /**
     * @param first properties before its own
     */
    Node.Mapping properties(Definitions definitions, List<Node.Entry> first) {
        List<Node.Entry> properties = new ArrayList<>(first);
        List<Node> required = new ArrayList<>();
        first.forEach(entry -> required.add(Node.text(entry.key())));
        for (Key<R, ?> key : keys) {
            properties.add(Node.entry(key.name(), property(key, definitions)));
            if (key.absence() instanceof Key.Absence.Refused<?>) {
                required.add(Node.text(key.name()));
            }
        }
        Node.Mapping schema =
                Node.mapping(
                        Node.entry("description", description),
                        Node.entry("type", "object"),
                        Node.entry("properties", new Node.Mapping(properties, Place.NOWHERE)));
        if (!required.isEmpty()) {
            schema = schema.with("required", Node.sequence(required));
        }
        return unknown == Unknown.REFUSED
                ? schema.with("additionalProperties", new Node.Truth(false, Place.NOWHERE))
                : schema;
    }

    private static <R, T> Node.Mapping property(Key<R, T> key, Definitions definitions) {
        Node.Mapping schema =
                key.shape().schema(definitions).with("description", Node.text(key.description()));
        return switch (key.absence()) {
            case Key.Absence.Means<T>(var standard) ->
                    schema.with("default", key.shape().write(standard));
            case Key.Absence.Refused<T> _, Key.Absence.Says<T> _ -> schema;
        };
    }

    @Override
    public String words() {
        return "a mapping of " + String.join(", ", positions.keySet());
    }
}
