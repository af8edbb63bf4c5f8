package oxt.api;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oxt.model.Place;
import oxt.model.Place.Pointer;
import oxt.model.Reading;

/** JSON (RFC 8259), read strictly: nothing twice, nothing behind the end, nothing too large. */
public final class Json {
    private final JsonReader reader;
    private final Problems problems = new Problems();
    private final int depth;

    private Json(String text, Bounds bounds) {
        reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(bounds.depth());
        depth = bounds.depth();
    }

    /** The one value of a text; each node's place is the pointer to it. */
    public static Reading<Node> read(String text, Bounds bounds) {
        if (text.length() > bounds.characters()) {
            return Reading.bad(bounds.tooLarge());
        }
        return new Json(text, bounds).read(text);
    }

    /** On one line. */
    public static String write(Node node) {
        return write(node, FormattingStyle.COMPACT);
    }

    /** Indented by two, with a last newline. */
    public static String writePretty(Node node) {
        return write(node, FormattingStyle.PRETTY) + "\n";
    }

    private Reading<Node> read(String text) {
        try {
            Node node = value(Pointer.ROOT);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalStateException("something follows the value");
            }
            return problems.count() == 0 ? Reading.good(node) : problems.bad();
        } catch (IOException | IllegalStateException _) {
            // The library says where, for programmers; our reader needs line and column.
            problems.invalid(
                    "json-syntax",
                    "This is not JSON, or is nested deeper than " + depth + ".",
                    "Correct the JSON at this place.",
                    line(text));
            return problems.bad();
        }
    }

    private Node value(Pointer at) throws IOException {
        return switch (reader.peek()) {
            case STRING -> new Node.Text(reader.nextString(), at);
            case NUMBER -> number(at);
            case BOOLEAN -> new Node.Truth(reader.nextBoolean(), at);
            case NULL -> {
                reader.nextNull();
                yield new Node.Null(at);
            }
            case BEGIN_ARRAY -> sequence(at);
            case BEGIN_OBJECT -> mapping(at);
            case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT ->
                    throw new IllegalStateException("no value");
        };
    }

    private Node number(Pointer at) throws IOException {
        Optional<String> value = Numbers.decimal(reader.nextString());
        if (value.isEmpty()) {
            problems.invalid(
                    "number-too-large",
                    "The number is too large to be read.",
                    "Write a number of fewer digits.",
                    at);
        }
        return new Node.Number(value.orElse("0"), at);
    }

    private Node sequence(Pointer at) throws IOException {
        List<Node> items = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            items.add(value(at.item(items.size())));
        }
        reader.endArray();
        return new Node.Sequence(items, at);
    }

    private Node mapping(Pointer at) throws IOException {
        List<Node.Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            Pointer pointer = at.key(key);
            Node value = value(pointer);
            if (seen.add(key)) {
                entries.add(new Node.Entry(key, pointer, value));
            } else {
                problems.invalid(
                        "duplicate-key",
                        "The key " + Excerpt.of(key) + " is written twice.",
                        "Remove one of the two.",
                        pointer);
            }
        }
        reader.endObject();
        return new Node.Mapping(entries, at);
    }

    private Place line(String text) {
        int offset = (int) Math.min(reader.getCharacterOffset(), text.length());
        int line = 1;
        int column = 1;
        for (int index = 0; index < offset; index++) {
            boolean newline = text.charAt(index) == '\n';
            line = newline ? line + 1 : line;
            column = newline ? 1 : column + 1;
        }
        return new Place.Line(line, column);
    }

    private static String write(Node node, FormattingStyle style) {
        StringWriter text = new StringWriter();
        JsonWriter writer = new JsonWriter(text);
        writer.setStrictness(Strictness.STRICT);
        writer.setFormattingStyle(style);
        try {
            write(node, writer);
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does no input or output", e);
        }
        return text.toString();
    }

    private static void write(Node node, JsonWriter writer) throws IOException {
        switch (node) {
            case Node.Text(var text, _) -> writer.value(text);
            case Node.Number(var text, _) -> writer.jsonValue(text);
            case Node.Truth(var value, _) -> writer.value(value);
            case Node.Null _ -> writer.nullValue();
            case Node.Sequence(var items, _) -> {
                writer.beginArray();
                for (Node item : items) {
                    write(item, writer);
                }
                writer.endArray();
            }
            case Node.Mapping(var entries, _) -> {
                writer.beginObject();
                for (Node.Entry entry : entries) {
                    writer.name(entry.key());
                    write(entry.value(), writer);
                }
                writer.endObject();
            }
        }
    }
}
