package oxt.api;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema (2020-12) as our schemas use; a word that it does not know is a failure.
 */
final class SchemaCheck {
    private final Node.Mapping root;

    SchemaCheck(Node.Mapping root) {
        this.root = root;
    }

    boolean accepts(Node node) {
        return accepts(root, node);
    }

    private boolean accepts(Node.Mapping schema, Node node) {
        return schema.entries().stream()
                .allMatch(rule -> accepts(rule.key(), rule.value(), schema, node));
    }

    private boolean accepts(String word, Node rule, Node.Mapping schema, Node node) {
        return switch (word) {
            case "$schema", "$id", "$defs", "title", "description", "default", "format" -> true;
            case "$ref" -> accepts(definition(text(rule)), node);
            case "type" -> isOfType(text(rule), node);
            case "const" -> node instanceof Node.Text(var text, _) && text.equals(text(rule));
            case "enum" ->
                    node instanceof Node.Text(var text, _)
                            && items(rule).stream().anyMatch(item -> text(item).equals(text));
            case "pattern" ->
                    !(node instanceof Node.Text(var text, _))
                            || Pattern.compile(text(rule)).matcher(text).find();
            case "maxLength" ->
                    !(node instanceof Node.Text(var text, _))
                            || text.codePointCount(0, text.length()) <= number(rule).intValue();
            case "minimum" ->
                    !(node instanceof Node.Number) || number(node).compareTo(number(rule)) >= 0;
            case "maximum" ->
                    !(node instanceof Node.Number) || number(node).compareTo(number(rule)) <= 0;
            case "items" -> items(node).stream().allMatch(item -> accepts(mapping(rule), item));
            case "maxItems" -> items(node).size() <= number(rule).intValue();
            case "oneOf" ->
                    items(rule).stream().filter(each -> accepts(mapping(each), node)).count() == 1;
            case "required" ->
                    !(node instanceof Node.Mapping mapping)
                            || items(rule).stream()
                                    .allMatch(key -> mapping.find(text(key)).isPresent());
            case "properties" ->
                    !(node instanceof Node.Mapping mapping)
                            || mapping(rule).entries().stream()
                                    .allMatch(property -> isRight(property, mapping));
            case "additionalProperties" ->
                    !(node instanceof Node.Mapping mapping)
                            || mapping.entries().stream()
                                    .allMatch(entry -> isProperty(schema, entry.key()));
            default -> throw new AssertionError("the schema has an unknown word: " + word);
        };
    }

    private boolean isRight(Node.Entry property, Node.Mapping mapping) {
        Optional<Node> value = mapping.find(property.key());
        return value.isEmpty() || accepts(mapping(property.value()), value.get());
    }

    private static boolean isProperty(Node.Mapping schema, String key) {
        return mapping(schema.find("properties").orElseThrow()).find(key).isPresent();
    }

    private Node.Mapping definition(String reference) {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        return mapping(mapping(root.find("$defs").orElseThrow()).find(name).orElseThrow());
    }

    private static boolean isOfType(String type, Node node) {
        return switch (type) {
            case "string" -> node instanceof Node.Text;
            case "boolean" -> node instanceof Node.Truth;
            case "array" -> node instanceof Node.Sequence;
            case "object" -> node instanceof Node.Mapping;
            case "integer" ->
                    node instanceof Node.Number && number(node).stripTrailingZeros().scale() <= 0;
            default -> throw new AssertionError("unknown type: " + type);
        };
    }

    private static List<Node> items(Node node) {
        return node instanceof Node.Sequence(var items, _) ? items : List.of();
    }

    private static Node.Mapping mapping(Node node) {
        return (Node.Mapping) node;
    }

    private static String text(Node node) {
        return ((Node.Text) node).text();
    }

    private static BigDecimal number(Node node) {
        return new BigDecimal(((Node.Number) node).text());
    }
}
