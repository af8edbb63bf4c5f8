package oxt.api;

import java.util.List;
import oxt.trust.Pcr;

/**
 * What a coming boot should measure, or what one that was rehearsed did measure.
 *
 * @param secret that was, or would be, sealed to it
 * @param events by register, in their order
 */
public record RehearsalReply(String secret, List<Event> events) {
    private static final int MOST = 20_000;

    public RehearsalReply {
        events = List.copyOf(events);
    }

    /** How what was foreseen stands to what there is. */
    public enum Standing {
        /** As in this boot. */
        SAME,
        /** Other than in this boot. */
        OTHER,
        /** It cannot be foretold. */
        UNFORESEEN,
        /** It came as foretold. */
        AS_FORESEEN,
        /** In its place came this, or nothing. */
        OTHERWISE,
        /** It came, and nobody foretold it. */
        NOT_FORESEEN
    }

    /**
     * @param event for people
     * @param how where it is known from, or why it is not
     */
    public record Event(int pcr, String event, String how, Standing standing) {
        private static final Key<Event, Integer> PCR =
                Key.required("pcr", Scalars.integer(0, Pcr.COUNT - 1), "The register.", Event::pcr);
        private static final Key<Event, String> EVENT =
                Replies.sentence("event", "What is measured.", Event::event);
        private static final Key<Event, String> HOW =
                Replies.sentence("how", "Where it is known from, or why it is not.", Event::how);
        private static final Key<Event, Standing> STANDING =
                Key.required(
                        "standing",
                        Scalars.choice(Standing.values()),
                        "How what was foreseen stands to what there is.",
                        Event::standing);
        private static final RecordShape<Event> SHAPE =
                Replies.reply(
                        RecordShape.of(
                                "rehearsed event",
                                "Something that a boot measures.",
                                List.of(PCR, EVENT, HOW, STANDING),
                                fields ->
                                        new Event(
                                                fields.of(PCR),
                                                fields.of(EVENT),
                                                fields.of(HOW),
                                                fields.of(STANDING))));
    }

    private static final Key<RehearsalReply, String> SECRET =
            Replies.word("secret", "Its name.", RehearsalReply::secret);
    private static final Key<RehearsalReply, List<Event>> EVENTS =
            Key.required(
                    "events",
                    ListShape.of(Event.SHAPE, MOST),
                    "By register, in their order.",
                    RehearsalReply::events);
    public static final RecordShape<RehearsalReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "rehearsal",
                            "What a boot should measure, or did.",
                            List.of(SECRET, EVENTS),
                            fields -> new RehearsalReply(fields.of(SECRET), fields.of(EVENTS))));
}
