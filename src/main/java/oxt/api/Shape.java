package oxt.api;

import java.util.Optional;
import oxt.model.Reading;

/**
 * What a value looks like in a document: read, written, published as JSON Schema and described from
 * this one place.
 */
public sealed interface Shape<T>
        permits CasesShape,
                EitherShape,
                LaterShape,
                ListShape,
                MappedShape,
                RecordShape,
                ScalarShape {

    /**
     * The value, or nothing where there are problems, which are then added.
     *
     * @param name what problems call the value: its key, mostly
     */
    Optional<T> read(String name, Node node, Problems problems);

    Node write(T value);

    /** The JSON Schema (2020-12) of the value; named shapes become definitions. */
    Node.Mapping schema(Definitions definitions);

    /** The end of the sentence "memory is ...": {@code a size such as 512MiB}. */
    String words();

    /** The value of a whole document, or all that is wrong with it. */
    default Reading<T> read(Node node) {
        Problems problems = new Problems();
        Optional<T> value = read("The document", node, problems);
        return value.isPresent() && problems.count() == 0
                ? Reading.good(value.get())
                : problems.bad();
    }
}
