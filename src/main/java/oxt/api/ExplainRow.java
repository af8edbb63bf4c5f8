package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One setting of a VM: what is wanted, what the running VM has, and when they become the same.
 *
 * @param setting its path in the document: {@code disks.data.mode}
 * @param wanted empty where the document has it no more
 * @param running empty where the VM is off or has no such thing
 */
public record ExplainRow(String setting, String wanted, String running, Applies applies) {

    /** From when on the wanted value holds. */
    public sealed interface Applies {
        /** It holds now. */
        record Now() implements Applies {}

        /** From the VM's next start on. */
        record NextStart() implements Applies {}

        /** Not with this engine on this machine. */
        record NotHere(String why) implements Applies {}
    }

    private enum When {
        RUNNING,
        NEXT_START,
        NOT_HERE
    }

    private static final Key<ExplainRow, String> SETTING =
            Replies.word("setting", "Its path, as disks.data.mode.", ExplainRow::setting);
    private static final Key<ExplainRow, String> WANTED =
            Replies.sentence("wanted", "The document's value.", ExplainRow::wanted);
    private static final Key<ExplainRow, String> RUNNING =
            Replies.sentence(
                    "running", "The running VM's value; empty without.", ExplainRow::running);
    private static final Key<ExplainRow, When> APPLIES =
            Key.required(
                    "applies",
                    Scalars.choice(When.values()),
                    "From when on the wanted value holds: running (now), next-start, or not-here"
                            + " where this engine cannot.",
                    ExplainRow::when);
    private static final Key<ExplainRow, String> WHY =
            Key.optional(
                    "why",
                    Replies.SENTENCE,
                    "it is possible here",
                    "Why this engine cannot.",
                    row ->
                            row.applies instanceof Applies.NotHere(var why)
                                    ? Optional.of(why)
                                    : Optional.empty());

    public static final RecordShape<ExplainRow> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "explained setting",
                            "What is wanted, what the running VM has, and when they become the"
                                    + " same.",
                            List.of(SETTING, WANTED, RUNNING, APPLIES, WHY),
                            fields ->
                                    new ExplainRow(
                                            fields.of(SETTING),
                                            fields.of(WANTED),
                                            fields.of(RUNNING),
                                            applies(fields))));

    /** Answers {@code GET /v1/vms/NAME/explain}. */
    public static final RecordShape<List<ExplainRow>> LIST =
            RecordShape.only(
                    "explanation",
                    "Every setting of a VM.",
                    Key.required(
                            "settings",
                            ListShape.of(SHAPE, Replies.MOST),
                            "In the order of the document.",
                            Function.identity()));

    private When when() {
        return switch (applies) {
            case Applies.Now _ -> When.RUNNING;
            case Applies.NextStart _ -> When.NEXT_START;
            case Applies.NotHere _ -> When.NOT_HERE;
        };
    }

    private static Applies applies(Fields<ExplainRow> fields) {
        return switch (fields.of(APPLIES)) {
            case RUNNING -> new Applies.Now();
            case NEXT_START -> new Applies.NextStart();
            case NOT_HERE -> new Applies.NotHere(fields.find(WHY).orElse(""));
        };
    }
}
