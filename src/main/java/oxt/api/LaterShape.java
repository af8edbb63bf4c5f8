package oxt.api;

import java.util.Optional;
import java.util.function.Supplier;

/** A shape that is made when it is used: what a tree's branches are made of. */
public record LaterShape<T>(String words, Supplier<? extends Shape<T>> shape) implements Shape<T> {

    @Override
    public Optional<T> read(String name, Node node, Problems problems) {
        return shape.get().read(name, node, problems);
    }

    @Override
    public Node write(T value) {
        return shape.get().write(value);
    }

    @Override
    public Node.Mapping schema(Definitions definitions) {
        return shape.get().schema(definitions);
    }
}
