package oxt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import oxt.model.Place;

/**
 * A closed choice between records: the value of one key says which.
 *
 * @param tag the key's name
 * @param writeCase each case by its own {@link Case#write}
 */
public record CasesShape<T>(
        String title,
        String description,
        String tag,
        List<Case<? extends T>> cases,
        Function<T, Node.Mapping> writeCase)
        implements Shape<T> {

    public CasesShape {
        cases = List.copyOf(cases);
    }

    /**
     * One of the records.
     *
     * @param name the tag's value
     */
    public record Case<C>(String tag, String name, RecordShape<C> shape) {
        public Node.Mapping write(C value) {
            List<Node.Entry> entries = new ArrayList<>();
            entries.add(Node.entry(tag, name));
            entries.addAll(shape.write(value).entries());
            return new Node.Mapping(entries, Place.NOWHERE);
        }

        boolean has(String key) {
            return shape.keys().stream().anyMatch(known -> known.name().equals(key));
        }
    }

    @Override
    public Optional<T> read(String name, Node node, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.invalid(
                    "wrong-type",
                    name + " is " + words() + "; " + Excerpt.of(node) + " is not.",
                    "Write " + tag + ": " + Scalars.orList(names()) + ".",
                    node.place());
            return Optional.empty();
        }
        Optional<Node> value = mapping.find(tag);
        if (value.isEmpty()) {
            problems.invalid(
                    "missing-key",
                    "The " + title + " has no " + tag + ".",
                    "Add " + tag + ": " + Scalars.orList(names()) + ".",
                    mapping.place());
            return Optional.empty();
        }
        return Scalars.choice(cases, Case::name)
                .read(tag, value.get(), problems)
                .flatMap(chosen -> read(chosen, mapping, problems));
    }

    private <C extends T> Optional<T> read(
            Case<C> chosen, Node.Mapping mapping, Problems problems) {
        Node.Mapping own = mapping;
        for (Node.Entry entry : mapping.entries()) {
            List<String> owners = chosen.has(entry.key()) ? List.of() : owners(entry.key());
            if (!owners.isEmpty()) {
                refuse(chosen, entry, owners, problems);
                own = own.without(entry.key());
            }
        }
        return chosen.shape.read(own, Set.of(tag), problems).map(Function.identity());
    }

    private List<String> owners(String key) {
        return cases.stream().filter(each -> each.has(key)).map(Case::name).toList();
    }

    /** A key of another case is worth saying whose it is. */
    private void refuse(Case<?> chosen, Node.Entry entry, List<String> owners, Problems problems) {
        String key = entry.key();
        problems.invalid(
                "key-of-other-case",
                key
                        + " belongs to "
                        + tag
                        + " "
                        + Scalars.orList(owners)
                        + "; here it is "
                        + chosen.name
                        + ".",
                "Remove " + key + ", or choose another " + tag + ".",
                entry.place());
    }

    @Override
    public Node write(T value) {
        return writeCase.apply(value);
    }

    @Override
    public Node.Mapping schema(Definitions definitions) {
        return definitions.reference(
                title,
                () -> {
                    List<Node> each = new ArrayList<>();
                    for (Case<?> one : cases) {
                        Node.Entry constant =
                                Node.entry(tag, Node.mapping(Node.entry("const", one.name)));
                        each.add(one.shape.properties(definitions, List.of(constant)));
                    }
                    return Node.mapping(
                            Node.entry("description", description),
                            Node.entry("oneOf", Node.sequence(each)));
                });
    }

    @Override
    public String words() {
        return "a mapping with " + tag + " " + Scalars.orList(names());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        cases.forEach(each -> names.add(each.name));
        return names;
    }
}
