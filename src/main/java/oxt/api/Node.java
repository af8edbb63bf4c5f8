package oxt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.model.Place;

/** A document before anybody knows what it means: YAML and JSON alike. */
public sealed interface Node {

    Place place();

    record Text(String text, Place place) implements Node {}

    /**
     * Exact, however large.
     *
     * @param text as JSON writes it
     */
    record Number(String text, Place place) implements Node {
        /** Nothing where it has a fraction or does not fit. */
        public Optional<Long> exactLong() {
            return Numbers.exactLong(text);
        }
    }

    record Truth(boolean value, Place place) implements Node {}

    record Null(Place place) implements Node {}

    record Sequence(List<Node> items, Place place) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** No key twice; in the order they were written. */
    record Mapping(List<Entry> entries, Place place) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Node> find(String key) {
            for (Entry entry : entries) {
                if (entry.key.equals(key)) {
                    return Optional.of(entry.value);
                }
            }
            return Optional.empty();
        }

        /** The same with this key's value, in its old place or as the last. */
        public Mapping with(String key, Node value) {
            List<Entry> changed = new ArrayList<>(entries);
            Entry entry = new Entry(key, value.place(), value);
            for (int index = 0; index < changed.size(); index++) {
                if (changed.get(index).key.equals(key)) {
                    changed.set(index, entry);
                    return new Mapping(changed, place);
                }
            }
            changed.add(entry);
            return new Mapping(changed, place);
        }

        public Mapping without(String key) {
            return new Mapping(
                    entries.stream().filter(entry -> !entry.key.equals(key)).toList(), place);
        }
    }

    /**
     * One key of a mapping with its value.
     *
     * @param place of the key
     */
    record Entry(String key, Place place, Node value) {}

    static Text text(String text) {
        return new Text(text, Place.NOWHERE);
    }

    static Number number(long value) {
        return new Number(Long.toString(value), Place.NOWHERE);
    }

    static Sequence sequence(List<? extends Node> items) {
        return new Sequence(List.copyOf(items), Place.NOWHERE);
    }

    static Mapping mapping(Entry... entries) {
        return new Mapping(List.of(entries), Place.NOWHERE);
    }

    static Entry entry(String key, Node value) {
        return new Entry(key, Place.NOWHERE, value);
    }

    static Entry entry(String key, String text) {
        return entry(key, text(text));
    }

    /** The same content, each node's place the pointer to it. */
    static Node withPointers(Node node, Place.Pointer at) {
        return switch (node) {
            case Text(var text, _) -> new Text(text, at);
            case Number(var text, _) -> new Number(text, at);
            case Truth(var value, _) -> new Truth(value, at);
            case Null _ -> new Null(at);
            case Sequence(var items, _) -> {
                List<Node> placed = new ArrayList<>();
                for (Node item : items) {
                    placed.add(withPointers(item, at.item(placed.size())));
                }
                yield new Sequence(placed, at);
            }
            case Mapping(var entries, _) -> {
                List<Entry> placed = new ArrayList<>();
                for (Entry entry : entries) {
                    Place.Pointer pointer = at.key(entry.key);
                    placed.add(new Entry(entry.key, pointer, withPointers(entry.value, pointer)));
                }
                yield new Mapping(placed, at);
            }
        };
    }
}
