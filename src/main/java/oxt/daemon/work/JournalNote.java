package oxt.daemon.work;

import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.model.Reading;

/** What the journal keeps of a plan for people: the VM's name as it was, and the plan's text. */
record JournalNote(String object, String plan) {

    String write() {
        return Json.write(Node.mapping(Node.entry("object", object), Node.entry("plan", plan)));
    }

    /** What cannot be read was written by another version; the VM's id must do. */
    static JournalNote read(String text, String otherwise) {
        return switch (Json.read(text, Bounds.REPLY)) {
            case Reading.Good<Node>(Node.Mapping mapping) ->
                    new JournalNote(text(mapping, "object", otherwise), text(mapping, "plan", ""));
            case Reading.Good<Node> _, Reading.Bad<Node> _ -> new JournalNote(otherwise, "");
        };
    }

    private static String text(Node.Mapping mapping, String key, String otherwise) {
        return mapping.find(key)
                .filter(Node.Text.class::isInstance)
                .map(node -> ((Node.Text) node).text())
                .orElse(otherwise);
    }
}
