package oxt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The named parts of a JSON Schema, in the order of their names. */
public final class Definitions {
    private final String prefix;
    private final Map<String, Node.Mapping> named = new TreeMap<>();

    /**
     * @param prefix of references: {@code #/$defs/}
     */
    public Definitions(String prefix) {
        this.prefix = prefix;
    }

    /** A schema that points to the named one, which is made at its first use. */
    Node.Mapping reference(String title, Supplier<Node.Mapping> schema) {
        String name = name(title);
        if (!named.containsKey(name)) {
            named.put(name, Node.mapping()); // A tree refers to itself while it is made.
            named.put(name, schema.get());
        }
        return Node.mapping(Node.entry("$ref", prefix + name));
    }

    public Node.Mapping all() {
        List<Node.Entry> entries = new ArrayList<>();
        named.forEach((name, schema) -> entries.add(Node.entry(name, schema)));
        return Node.mapping(entries.toArray(Node.Entry[]::new));
    }

    /** "firewall rule" becomes FirewallRule. */
    private static String name(String title) {
        StringBuilder name = new StringBuilder();
        for (String word : title.split("[^A-Za-z0-9]+", -1)) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT));
            name.append(word.substring(1));
        }
        return name.toString();
    }

    /** A whole JSON Schema document of one shape. */
    public static Node.Mapping document(String id, Shape<?> shape) {
        Definitions definitions = new Definitions("#/$defs/");
        Node.Mapping root = shape.schema(definitions);
        return Node.mapping(
                Node.entry("$schema", "https://json-schema.org/draft/2020-12/schema"),
                Node.entry("$id", id),
                root.entries().getFirst(),
                Node.entry("$defs", definitions.all()));
    }
}
