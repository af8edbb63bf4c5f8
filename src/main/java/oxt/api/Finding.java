package oxt.api;

import java.util.List;
import java.util.function.Function;

/**
 * One thing that oxt needs of this machine, and whether it is there.
 *
 * @param check what was looked at, in a word or two
 * @param remedy the command or order that gets it; empty where nothing needs doing
 */
public record Finding(String check, Verdict verdict, String what, String remedy) {

    public enum Verdict {
        GOOD,
        /** oxt works, but less well. */
        WARNING,
        /** Something does not work without it. */
        BAD
    }

    private static final Key<Finding, String> CHECK =
            Replies.word("check", "What was looked at.", Finding::check);
    private static final Key<Finding, Verdict> VERDICT =
            Key.required(
                    "verdict",
                    Scalars.choice(Verdict.values()),
                    "How it is: with a warning oxt works less well, with bad something does not"
                            + " work.",
                    Finding::verdict);
    private static final Key<Finding, String> WHAT =
            Replies.sentence("what", "What is the case.", Finding::what);
    private static final Key<Finding, String> REMEDY =
            Key.standard(
                    "remedy",
                    Replies.SENTENCE,
                    "",
                    "What gets it; empty where nothing needs doing.",
                    Finding::remedy);

    public static final RecordShape<Finding> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "finding",
                            "One thing that oxt needs of this machine.",
                            List.of(CHECK, VERDICT, WHAT, REMEDY),
                            fields ->
                                    new Finding(
                                            fields.of(CHECK),
                                            fields.of(VERDICT),
                                            fields.of(WHAT),
                                            fields.of(REMEDY))));

    /** Answers {@code GET /v1/doctor}. */
    public static final RecordShape<List<Finding>> LIST =
            RecordShape.only(
                    "findings",
                    "All that was looked at.",
                    Key.required(
                            "findings",
                            ListShape.of(SHAPE, Replies.MOST),
                            "All that was looked at.",
                            Function.identity()));
}
