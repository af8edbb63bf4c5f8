package oxt.api;

import java.util.List;
import java.util.function.Function;
import oxt.model.Problem;
import oxt.trust.Bytes;
import oxt.trust.evidence.EventRule;

/** What one measurement may be, in a boot policy. */
final class EventRuleDocument {
    /** SHA-1 to SHA-512. */
    static final ScalarShape<Bytes> DIGEST = Encoded.hex(20, 64);

    static final int MOST_DIGESTS = 1_000;

    private static final String ALLOW = "allow";
    private static final String WHAT_IS = "What it was, for people; only digests decide.";

    private static final CasesShape.Case<EventRule.These> THESE = these();
    private static final CasesShape.Case<EventRule.Anything> ANYTHING = anything();
    private static final CasesShape.Case<EventRule.AnyNumber> ANY_NUMBER = anyNumber();

    static final CasesShape<EventRule> SHAPE =
            new CasesShape<>(
                    "boot measurement",
                    "What one measurement may be.",
                    ALLOW,
                    List.of(THESE, ANYTHING, ANY_NUMBER),
                    rule ->
                            switch (rule) {
                                case EventRule.These these -> THESE.write(these);
                                case EventRule.Anything anything -> ANYTHING.write(anything);
                                case EventRule.AnyNumber any -> ANY_NUMBER.write(any);
                            });

    private EventRuleDocument() {}

    private static CasesShape.Case<EventRule.These> these() {
        Key<EventRule.These, String> what = Replies.sentence("what", WHAT_IS, EventRule::what);
        Key<EventRule.These, List<Bytes>> digests =
                Key.required(
                        "digests",
                        ListShape.of(DIGEST, MOST_DIGESTS),
                        "The digests that it may have, of the policy's bank; at least one.",
                        EventRule.These::digests);
        return new CasesShape.Case<>(
                ALLOW,
                "these",
                RecordShape.of(
                                "known measurement",
                                "One measurement, by one of these digests.",
                                List.of(what, digests),
                                fields -> new EventRule.These(fields.of(what), fields.of(digests)))
                        .check(List.of(digests), fields -> someDigest(fields, digests)));
    }

    private static CasesShape.Case<EventRule.Anything> anything() {
        Key<EventRule.Anything, String> what = Replies.sentence("what", WHAT_IS, EventRule::what);
        Key<EventRule.Anything, String> reason = reason(EventRule.Anything::reason);
        return new CasesShape.Case<>(
                ALLOW,
                "anything",
                RecordShape.of(
                        "measurement of anything",
                        "One measurement, whatever it is of.",
                        List.of(what, reason),
                        fields -> new EventRule.Anything(fields.of(what), fields.of(reason))));
    }

    private static CasesShape.Case<EventRule.AnyNumber> anyNumber() {
        Key<EventRule.AnyNumber, String> what = Replies.sentence("what", WHAT_IS, EventRule::what);
        Key<EventRule.AnyNumber, String> reason = reason(EventRule.AnyNumber::reason);
        return new CasesShape.Case<>(
                ALLOW,
                "any-number",
                RecordShape.of(
                        "measurements of anything",
                        "Any number of measurements, whatever they are of.",
                        List.of(what, reason),
                        fields -> new EventRule.AnyNumber(fields.of(what), fields.of(reason))));
    }

    static <R> Key<R, String> reason(Function<R, String> value) {
        return Replies.sentence(
                "reason", "Why that is no harm, for whoever reads the policy.", value);
    }

    static <R> void someDigest(Fields<R> fields, Key<R, List<Bytes>> digests) {
        if (fields.of(digests).isEmpty()) {
            fields.refuse(
                    new Problem.Invalid(
                            "no-digest",
                            digests.name() + " has no digest, so nothing could be allowed.",
                            "Write at least one digest, or allow anything with a reason.",
                            fields.place(digests)));
        }
    }
}
