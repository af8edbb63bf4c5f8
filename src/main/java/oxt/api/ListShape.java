package oxt.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import oxt.model.Place;

/**
 * Values one after the other, at most so many.
 *
 * @param identity the name that no two may share; each item's own where any two may be equal
 */
public record ListShape<T>(Shape<T> item, int most, Optional<Function<T, String>> identity)
        implements Shape<List<T>> {

    public static <T> ListShape<T> of(Shape<T> item, int most) {
        return new ListShape<>(item, most, Optional.empty());
    }

    /** No two items of one name. */
    public static <T> ListShape<T> named(Shape<T> item, int most, Function<T, String> name) {
        return new ListShape<>(item, most, Optional.of(name));
    }

    @Override
    public Optional<List<T>> read(String name, Node node, Problems problems) {
        if (!(node instanceof Node.Sequence(var nodes, var place))) {
            problems.invalid(
                    "wrong-type",
                    name + " is a list; " + Excerpt.of(node) + " is not.",
                    "Write a list, or [] for none.",
                    node.place());
            return Optional.empty();
        }
        if (nodes.size() > most) {
            problems.invalid(
                    "too-many",
                    name + " has at most " + most + " items; here are " + nodes.size() + ".",
                    "Write fewer items.",
                    place);
            return Optional.empty();
        }
        int before = problems.count();
        List<T> values = new ArrayList<>(nodes.size());
        Map<String, Place> places = new HashMap<>();
        String itemName = "An item of " + name;
        for (Node each : nodes) {
            Optional<T> value = item.read(itemName, each, problems);
            value.ifPresent(values::add);
            if (identity.isPresent()) {
                value.ifPresent(read -> refuseTwice(name, read, each, places, problems));
            }
        }
        return problems.count() == before ? Optional.of(values) : Optional.empty();
    }

    private void refuseTwice(
            String list, T value, Node node, Map<String, Place> places, Problems problems) {
        String name = identity.orElseThrow().apply(value);
        Place first = places.putIfAbsent(name, node.place());
        if (first != null) {
            String where = first.equals(Place.NOWHERE) ? "" : ", the first at " + first;
            problems.invalid(
                    "duplicate-name",
                    "Two of " + list + " are named " + name + where + ".",
                    "Give one of them another name.",
                    node.place());
        }
    }

    @Override
    public Node write(List<T> values) {
        return Node.sequence(values.stream().map(item::write).toList());
    }

    @Override
    public Node.Mapping schema(Definitions definitions) {
        return Node.mapping(
                Node.entry("type", "array"),
                Node.entry("items", item.schema(definitions)),
                Node.entry("maxItems", Node.number(most)));
    }

    @Override
    public String words() {
        return "a list of at most " + most;
    }
}
