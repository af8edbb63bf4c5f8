package oxt.api;

import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import oxt.model.Place;
import oxt.model.Reading;

/** Turns the events of the YAML parser into nodes. */
final class YamlEvents {
    private static final CoreSchema CORE = new CoreSchema();

    private final String text;
    private final ParserImpl events;
    private final int deepest;
    private final Problems problems = new Problems();

    YamlEvents(String text, int deepest) {
        LoadSettings settings = LoadSettings.builder().setSchema(CORE).build();
        this.text = text;
        events = new ParserImpl(settings, new StreamReader(settings, text));
        this.deepest = deepest;
    }

    /** Where lists and mappings are nested deeper than they may be. */
    private static final class TooDeepException extends YamlEngineException {
        @Serial private static final long serialVersionUID = 1;

        private final transient Place place;

        TooDeepException(Place place) {
            super("too deep");
            this.place = place;
        }
    }

    Reading<Node> read() {
        try {
            return document();
        } catch (TooDeepException e) {
            problems.invalid(
                    "too-deep",
                    "Lists and mappings are nested deeper than " + deepest + " here.",
                    "Nest them less deep.",
                    e.place);
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(YamlEvents::place).orElse(Place.NOWHERE);
            syntax(e.getProblem(), place);
        } catch (ReaderException e) {
            syntax("YAML forbids this character", place(e.getPosition()));
        } catch (YamlEngineException | NumberFormatException _) {
            // The second is snakeyaml-engine's 3.0.1 to 3.2, of an escape such as \UFFFFFFFF.
            syntax("it cannot be parsed", new Place.Line(1, 1));
        }
        return problems.bad();
    }

    private void syntax(String problem, Place place) {
        problems.invalid(
                "yaml-syntax",
                "This is not YAML: " + Excerpt.ofWords(problem) + ".",
                "Correct the YAML at this place.",
                place);
    }

    private Reading<Node> document() {
        events.next();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            problems.invalid(
                    "document-empty",
                    "The document is empty.",
                    "Write at least the required keys.",
                    new Place.Line(1, 1));
            return problems.bad();
        }
        events.next();
        Node node = node(events.next(), 0);
        events.next();
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            problems.invalid(
                    "more-documents",
                    "A second document begins here.",
                    "Write one document in one file.",
                    place(events.next()));
        }
        return problems.count() == 0 ? Reading.good(node) : problems.bad();
    }

    private Node node(Event event, int depth) {
        refuseAnchor(event);
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case AliasEvent alias -> new Node.Null(place(alias));
            case SequenceStartEvent start -> sequence(start, depth + 1);
            case MappingStartEvent start -> mapping(start, depth + 1);
            default -> throw new AssertionError("the parser gave " + event);
        };
    }

    /** Nothing behind it is read: the library takes minutes for a hundred thousand brackets. */
    private void requireShallow(int depth, Place place) {
        if (depth > deepest) {
            throw new TooDeepException(place);
        }
    }

    private void refuseAnchor(Event event) {
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            problems.invalid(
                    "yaml-anchor",
                    "Anchors and aliases (& and *) are not read here.",
                    "Write the value out.",
                    place(event));
        }
    }

    private Node sequence(SequenceStartEvent start, int depth) {
        refuseTag(start, start.getTag(), Tag.SEQ);
        Place place = place(start);
        requireShallow(depth, place);
        List<Node> items = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(events.next(), depth));
        }
        events.next();
        return new Node.Sequence(items, place);
    }

    private Node mapping(MappingStartEvent start, int depth) {
        refuseTag(start, start.getTag(), Tag.MAP);
        Place place = place(start);
        requireShallow(depth, place);
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event keyEvent = events.next();
            Node key = node(keyEvent, depth);
            Node value = node(events.next(), depth);
            if (keyEvent instanceof ScalarEvent scalar) {
                add(entries, new Node.Entry(scalar.getValue(), key.place(), value));
            } else {
                problems.invalid(
                        "key-not-text",
                        "A key is a text; here it is not.",
                        "Write a plain word before the colon.",
                        key.place());
            }
        }
        events.next();
        return new Node.Mapping(List.copyOf(entries.values()), place);
    }

    private void add(Map<String, Node.Entry> entries, Node.Entry entry) {
        Node.Entry first = entries.putIfAbsent(entry.key(), entry);
        if (first != null) {
            problems.invalid(
                    "duplicate-key",
                    "The key "
                            + Excerpt.of(entry.key())
                            + " is written at "
                            + first.place()
                            + " already.",
                    "Remove one of the two.",
                    entry.place());
        }
    }

    private Node scalar(ScalarEvent event) {
        Place place = place(event);
        String text = event.getValue();
        if (event.getScalarStyle() != ScalarStyle.PLAIN) {
            refuseTag(event, event.getTag(), Tag.STR);
            return new Node.Text(text, place);
        }
        Tag meant = CORE.getScalarResolver().resolve(text, true);
        if (event.getTag().map(Tag.STR.getValue()::equals).orElse(false)) {
            return new Node.Text(text, place);
        }
        refuseTag(event, event.getTag(), meant);
        if (meant.equals(Tag.BOOL)) {
            return new Node.Truth(text.equalsIgnoreCase("true"), place);
        } else if (meant.equals(Tag.NULL)) {
            return new Node.Null(place);
        } else if (meant.equals(Tag.INT) || meant.equals(Tag.FLOAT)) {
            return number(text, place);
        }
        return new Node.Text(text, place);
    }

    private Node number(String text, Place place) {
        Optional<String> value =
                text.startsWith("0x")
                        ? Numbers.whole(text.substring(2), 16)
                        : text.startsWith("0o")
                                ? Numbers.whole(text.substring(2), 8)
                                : Numbers.decimal(text);
        if (value.isEmpty()) {
            problems.invalid(
                    "number-too-large",
                    "The number " + Excerpt.of(text) + " cannot be read.",
                    "Write a finite number of fewer digits.",
                    place);
        }
        return new Node.Number(value.orElse("0"), place);
    }

    private void refuseTag(Event event, Optional<String> tag, Tag meant) {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(meant.getValue())) {
            problems.invalid(
                    "yaml-tag",
                    "The tag " + Excerpt.of(tag.get()) + " is not read here.",
                    "Remove the tag.",
                    place(event));
        }
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlEvents::place).orElse(Place.NOWHERE);
    }

    /** Of a character by its index. */
    private Place place(int position) {
        String before = text.substring(0, Math.min(position, text.length()));
        int line = (int) before.lines().count() + (before.endsWith("\n") ? 1 : 0);
        return new Place.Line(Math.max(1, line), before.length() - before.lastIndexOf('\n'));
    }

    private static Place place(Mark mark) {
        return new Place.Line(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
