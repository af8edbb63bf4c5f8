package oxt.api;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value that is one word, number or truth value.
 *
 * @param schema the JSON Schema of the node
 */
public record ScalarShape<T>(
        String words,
        Node.Mapping schema,
        Function<Node, Parsed<T>> parse,
        Function<T, ? extends Node> text)
        implements Shape<T> {

    /** What a node is, or what to do about it. */
    public sealed interface Parsed<T> {
        record Is<T>(T value) implements Parsed<T> {}

        /**
         * @param code of the problem
         */
        record IsNot<T>(String code, String remedy) implements Parsed<T> {}
    }

    @Override
    public Optional<T> read(String name, Node node, Problems problems) {
        Parsed<T> parsed = parse.apply(node);
        // Apart from the switch: in a command line's first milliseconds each switch on types costs
        // microseconds, and this one would be asked for every value of every VM.
        return parsed instanceof Parsed.Is<T>(var value)
                ? Optional.of(value)
                : refused(parsed, name, node, problems);
    }

    private Optional<T> refused(Parsed<T> parsed, String name, Node node, Problems problems) {
        return switch (parsed) {
            case Parsed.Is<T>(var value) -> Optional.of(value);
            case Parsed.IsNot<T>(var code, var remedy) -> {
                problems.invalid(
                        code,
                        name + " is " + words + "; " + Excerpt.of(node) + " is not.",
                        remedy,
                        node.place());
                yield Optional.empty();
            }
        };
    }

    @Override
    public Node write(T value) {
        return text.apply(value);
    }

    @Override
    public Node.Mapping schema(Definitions definitions) {
        return schema;
    }
}
