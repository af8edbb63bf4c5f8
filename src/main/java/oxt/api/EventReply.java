package oxt.api;

import java.time.Instant;
import java.util.List;

/**
 * Something that happened; the data of a server-sent event, whose id is the sequence number.
 *
 * @param kind in words with dashes: {@code vm-started}
 * @param object what it happened to
 */
public record EventReply(
        long sequence, Instant instant, String kind, String object, Node.Mapping detail) {

    private static final Key<EventReply, Long> SEQUENCE =
            Replies.count(
                    "sequence",
                    "Higher than that of every earlier event, for good.",
                    EventReply::sequence);
    private static final Key<EventReply, Instant> INSTANT =
            Replies.instant("instant", "When it happened.", EventReply::instant);
    private static final Key<EventReply, String> KIND =
            Replies.word("kind", "What happened, as vm-started.", EventReply::kind);
    private static final Key<EventReply, String> OBJECT =
            Replies.word("object", "The name of the VM or image.", EventReply::object);
    private static final Key<EventReply, Node.Mapping> DETAIL =
            Key.standard(
                    "detail",
                    Scalars.mapping(),
                    Node.mapping(),
                    "More, by kind.",
                    EventReply::detail);

    public static final RecordShape<EventReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "event",
                            "Something that happened.",
                            List.of(SEQUENCE, INSTANT, KIND, OBJECT, DETAIL),
                            fields ->
                                    new EventReply(
                                            fields.of(SEQUENCE),
                                            fields.of(INSTANT),
                                            fields.of(KIND),
                                            fields.of(OBJECT),
                                            fields.of(DETAIL))));
}
