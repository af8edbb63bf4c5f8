package oxt.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import oxt.api.ScalarShape.Parsed;
import oxt.model.ByteSize;
import oxt.model.Names;
import oxt.model.Place;

/** The shapes of single values. */
public final class Scalars {
    private static final String WRONG_TYPE = "wrong-type";
    private static final String INVALID_VALUE = "invalid-value";
    private static final String OUT_OF_RANGE = "out-of-range";

    private Scalars() {}

    /** Any text up to a number of characters. */
    public static ScalarShape<String> text(int longest) {
        return of(
                new Written(
                        "a text of at most " + longest + " characters",
                        "Write a text; in quotes where it looks like a number or true.",
                        Node.mapping(
                                Node.entry("type", "string"),
                                Node.entry("maxLength", Node.number(longest)))),
                text ->
                        text.codePointCount(0, text.length()) <= longest
                                ? Optional.of(text)
                                : Optional.empty(),
                Function.identity());
    }

    /** A name as {@link Names} has it. */
    public static <T> ScalarShape<T> name(String thing, Function<String, T> make) {
        return of(
                new Written(
                        "the name of "
                                + thing
                                + " (a letter, then at most 31 letters, digits and dashes, in"
                                + " lower case)",
                        "Write a name such as work-2.",
                        pattern(Names.PATTERN)),
                text -> Names.isName(text) ? Optional.of(make.apply(text)) : Optional.empty(),
                Object::toString);
    }

    /** A text that a function reads; it takes no other than the pattern, which is published. */
    public static <T> ScalarShape<T> pattern(
            String words, Pattern pattern, Function<String, Optional<T>> parse) {
        return of(
                new Written(words, "Write " + words + ".", pattern(pattern)),
                parse,
                Object::toString);
    }

    /** Reads what matches a pattern, as it is. */
    static Function<String, Optional<String>> matching(Pattern pattern) {
        return text -> pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** A text that only a function describes. */
    public static <T> ScalarShape<T> parsed(String words, Function<String, Optional<T>> parse) {
        return of(
                new Written(
                        words, "Write " + words + ".", Node.mapping(Node.entry("type", "string"))),
                parse,
                Object::toString);
    }

    /** One of an enumeration's words, in lower case with dashes. */
    public static <E extends Enum<E>> ScalarShape<E> choice(E[] values) {
        return choice(Arrays.asList(values), Scalars::word);
    }

    public static <T> ScalarShape<T> choice(List<T> values, Function<T, String> word) {
        List<String> names = values.stream().map(word).toList();
        String words = orList(names);
        return new ScalarShape<>(
                words,
                Node.mapping(
                        Node.entry("enum", Node.sequence(names.stream().map(Node::text).toList()))),
                node -> {
                    if (node instanceof Node.Text(var text, _)) {
                        int index = names.indexOf(text);
                        return index >= 0
                                ? new Parsed.Is<>(values.get(index))
                                : new Parsed.IsNot<>(INVALID_VALUE, suggest(text, names));
                    }
                    return new Parsed.IsNot<>(WRONG_TYPE, instead(node, names));
                },
                value -> Node.text(word.apply(value)));
    }

    /** An enumeration's constant as documents write it: {@code READ_ONLY} is read-only. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A whole number, both ends within. */
    public static ScalarShape<Long> number(long first, long last) {
        String words = "a whole number from " + first + " to " + last;
        return new ScalarShape<>(
                words,
                Node.mapping(
                        Node.entry("type", "integer"),
                        Node.entry("minimum", Node.number(first)),
                        Node.entry("maximum", Node.number(last))),
                node -> {
                    if (!(node instanceof Node.Number written)) {
                        return new Parsed.IsNot<>(WRONG_TYPE, "Write " + words + ".");
                    }
                    return written.exactLong()
                            .filter(number -> first <= number && number <= last)
                            .<Parsed<Long>>map(Parsed.Is::new)
                            .orElse(new Parsed.IsNot<>(OUT_OF_RANGE, "Write " + words + "."));
                },
                Node::number);
    }

    /** A whole number that fits an int, both ends within. */
    public static Shape<Integer> integer(int first, int last) {
        return new MappedShape<>(number(first, last), Math::toIntExact, Integer::longValue);
    }

    /** A fact as people write it. */
    static ScalarShape<Boolean> onOff() {
        return choice(List.of(true, false), on -> on ? "on" : "off");
    }

    public static ScalarShape<Boolean> truth() {
        return new ScalarShape<>(
                "true or false",
                Node.mapping(Node.entry("type", "boolean")),
                node ->
                        node instanceof Node.Truth(var value, _)
                                ? new Parsed.Is<>(value)
                                : new Parsed.IsNot<>(WRONG_TYPE, "Write true or false."),
                value -> new Node.Truth(value, Place.NOWHERE));
    }

    /** Any mapping, as it is. */
    public static ScalarShape<Node.Mapping> mapping() {
        return new ScalarShape<>(
                "a mapping",
                Node.mapping(Node.entry("type", "object")),
                node ->
                        node instanceof Node.Mapping mapping
                                ? new Parsed.Is<>(mapping)
                                : new Parsed.IsNot<>(WRONG_TYPE, "Write a mapping."),
                Function.identity());
    }

    /** A moment in UTC (ISO 8601), as {@code 2026-11-22T15:04:05.123Z}. */
    public static ScalarShape<Instant> instant() {
        return of(
                new Written(
                        "a moment such as 2026-11-22T15:04:05Z",
                        "Write a moment such as 2026-11-22T15:04:05Z.",
                        Node.mapping(
                                Node.entry("type", "string"), Node.entry("format", "date-time"))),
                Scalars::parseInstant,
                Instant::toString);
    }

    private static Optional<Instant> parseInstant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** A size with its unit, both ends within; a bare number is refused. */
    public static ScalarShape<ByteSize> size(ByteSize least, ByteSize most) {
        String words = "a size with its unit, from " + least + " to " + most;
        return new ScalarShape<>(
                words,
                pattern(ByteSize.PATTERN),
                node -> {
                    if (!(node instanceof Node.Text(var text, _))) {
                        return new Parsed.IsNot<>(
                                WRONG_TYPE, "Write the unit as well, as in 512MiB or 2GiB.");
                    }
                    Optional<ByteSize> size = ByteSize.parse(text);
                    if (size.isEmpty()) {
                        return new Parsed.IsNot<>(
                                INVALID_VALUE,
                                "Write a whole number and B, KiB, MiB, GiB or TiB, as in 512MiB.");
                    }
                    boolean within =
                            least.compareTo(size.get()) <= 0 && size.get().compareTo(most) <= 0;
                    return within
                            ? new Parsed.Is<>(size.get())
                            : new Parsed.IsNot<>(
                                    OUT_OF_RANGE,
                                    "Write a size from " + least + " to " + most + ".");
                },
                size -> Node.text(size.toString()));
    }

    static Node.Mapping pattern(Pattern pattern) {
        return Node.mapping(
                Node.entry("type", "string"), Node.entry("pattern", "^(?:" + pattern + ")$"));
    }

    static String orList(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    private record Written(String words, String remedy, Node.Mapping schema) {}

    private static <T> ScalarShape<T> of(
            Written written, Function<String, Optional<T>> parse, Function<T, String> text) {
        return new ScalarShape<>(
                written.words,
                written.schema,
                node -> {
                    if (!(node instanceof Node.Text(var given, _))) {
                        return new Parsed.IsNot<>(WRONG_TYPE, quoted(node, written.remedy));
                    }
                    return parse.apply(given)
                            .<Parsed<T>>map(Parsed.Is::new)
                            .orElse(new Parsed.IsNot<>(INVALID_VALUE, written.remedy));
                },
                value -> Node.text(text.apply(value)));
    }

    /** YAML reads 123 and true as no text; who meant the text is told how to say so. */
    private static String quoted(Node node, String remedy) {
        return switch (node) {
            case Node.Number _, Node.Truth _ ->
                    remedy + " If this text is meant, write it in quotes.";
            case Node.Text _, Node.Null _, Node.Sequence _, Node.Mapping _ -> remedy;
        };
    }

    private static String suggest(String text, List<String> names) {
        return Nearest.of(text, names)
                .map(near -> "Write " + near + ".")
                .orElse("Write " + orList(names) + ".");
    }

    /** People write true for on, as YAML 1.1 had it. */
    private static String instead(Node node, List<String> names) {
        if (node instanceof Node.Truth(var value, _)) {
            String meant = value ? "on" : "off";
            if (names.contains(meant)) {
                return "Write " + meant + " instead of " + value + ".";
            }
        }
        return "Write " + orList(names) + ".";
    }
}
