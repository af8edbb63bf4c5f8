package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oxt.api.ScalarShape.Parsed;

/**
 * A value that is one word in the simple case and a mapping where there is more to say.
 *
 * @param example of the mapping
 * @param writeEither by whichever of the two can say it
 */
public record EitherShape<T>(
        ScalarShape<T> word, Shape<T> mapping, String example, Function<T, Node> writeEither)
        implements Shape<T> {

    @Override
    public Optional<T> read(String name, Node node, Problems problems) {
        if (node instanceof Node.Mapping) {
            return mapping.read(name, node, problems);
        }
        return new ScalarShape<>(words(), word.schema(), this::parse, word.text())
                .read(name, node, problems);
    }

    private Parsed<T> parse(Node node) {
        return switch (word.parse().apply(node)) {
            case Parsed.Is<T> is -> is;
            case Parsed.IsNot<T>(var code, _) -> new Parsed.IsNot<>(code, "Write " + words() + ".");
        };
    }

    @Override
    public Node write(T value) {
        return writeEither.apply(value);
    }

    @Override
    public Node.Mapping schema(Definitions definitions) {
        return Node.mapping(
                Node.entry(
                        "oneOf",
                        Node.sequence(
                                List.of(word.schema(definitions), mapping.schema(definitions)))));
    }

    @Override
    public String words() {
        return word.words() + ", or a mapping such as " + example;
    }
}
