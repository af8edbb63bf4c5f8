package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oxt.plan.Explained;
import oxt.plan.Explained.Standing;

/**
 * One setting of a VM: what is wanted, what the running VM has, and when they become the same.
 *
 * @param setting its path in the document: {@code disks.data.mode}
 * @param wanted empty where the document has it no more
 * @param running empty where it is not known or there is none
 */
public record ExplainRow(String setting, String wanted, String running, Applies applies) {

    /** From when on the wanted value holds. */
    public sealed interface Applies {
        /** It holds now. */
        record Now() implements Applies {}

        /** From the VM's next start on; until then the running VM keeps what it has. */
        record NextStart() implements Applies {}

        /** The VM is off. */
        record WhenStarted() implements Applies {}

        /** Soon: the driver domain has not said yet that it follows. */
        record Pending() implements Applies {}

        /** Not with this engine on this machine. */
        record NotHere(String why, String remedy) implements Applies {}
    }

    private enum When {
        RUNNING,
        NEXT_START,
        WHEN_STARTED,
        PENDING,
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
                    "From when on the wanted value holds: running (now), next-start, when-started"
                            + " (the VM is off), pending (its driver domain has not said yet that"
                            + " it follows), or not-here where this engine cannot.",
                    ExplainRow::when);
    private static final Key<ExplainRow, String> WHY =
            Key.optional(
                    "why",
                    Replies.SENTENCE,
                    "it is possible here",
                    "Why this engine cannot.",
                    row -> row.notHere().map(Applies.NotHere::why));
    private static final Key<ExplainRow, String> REMEDY =
            Key.optional(
                    "remedy",
                    Replies.SENTENCE,
                    "it is possible here",
                    "What would make it possible.",
                    row -> row.notHere().map(Applies.NotHere::remedy));

    public static final RecordShape<ExplainRow> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "explained setting",
                            "What is wanted, what the running VM has, and when they become the"
                                    + " same.",
                            List.of(SETTING, WANTED, RUNNING, APPLIES, WHY, REMEDY),
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

    public static ExplainRow of(Explained explained) {
        String wanted = explained.wanted();
        return switch (explained.standing()) {
            case Standing.InForce _ -> row(explained, wanted, new Applies.Now());
            case Standing.NextStart(var has) -> row(explained, has, new Applies.NextStart());
            case Standing.WhenStarted _ -> row(explained, "", new Applies.WhenStarted());
            case Standing.Pending _ -> row(explained, "", new Applies.Pending());
            case Standing.NotHere(var why, var remedy) ->
                    row(explained, "", new Applies.NotHere(why, remedy));
        };
    }

    private static ExplainRow row(Explained explained, String running, Applies applies) {
        return new ExplainRow(explained.setting(), explained.wanted(), running, applies);
    }

    private Optional<Applies.NotHere> notHere() {
        return applies instanceof Applies.NotHere not ? Optional.of(not) : Optional.empty();
    }

    private When when() {
        return switch (applies) {
            case Applies.Now _ -> When.RUNNING;
            case Applies.NextStart _ -> When.NEXT_START;
            case Applies.WhenStarted _ -> When.WHEN_STARTED;
            case Applies.Pending _ -> When.PENDING;
            case Applies.NotHere _ -> When.NOT_HERE;
        };
    }

    private static Applies applies(Fields<ExplainRow> fields) {
        return switch (fields.of(APPLIES)) {
            case RUNNING -> new Applies.Now();
            case NEXT_START -> new Applies.NextStart();
            case WHEN_STARTED -> new Applies.WhenStarted();
            case PENDING -> new Applies.Pending();
            case NOT_HERE ->
                    new Applies.NotHere(
                            fields.find(WHY).orElse(""), fields.find(REMEDY).orElse(""));
        };
    }
}
