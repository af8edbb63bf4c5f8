package oxt.api;

import java.util.Optional;
import java.util.function.Function;

/** A value that is written as another is. */
public record MappedShape<W, T>(
        Shape<W> written, Function<? super W, T> from, Function<? super T, W> to)
        implements Shape<T> {

    @Override
    public Optional<T> read(String name, Node node, Problems problems) {
        return written.read(name, node, problems).map(from);
    }

    @Override
    public Node write(T value) {
        return written.write(to.apply(value));
    }

    @Override
    public Node.Mapping schema(Definitions definitions) {
        return written.schema(definitions);
    }

    @Override
    public String words() {
        return written.words();
    }
}
