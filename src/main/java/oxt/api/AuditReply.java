package oxt.api;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Who did what to which object, and how it ended.
 *
 * @param what the kind of action, in words with dashes
 * @param hash of this entry and all before it, SHA-256 in hexadecimal
 */
public record AuditReply(
        long sequence,
        Instant instant,
        String user,
        String what,
        String object,
        Node.Mapping detail,
        String outcome,
        String hash) {

    private static final Key<AuditReply, Long> SEQUENCE =
            Replies.count("sequence", "Counted from 1, without gaps.", AuditReply::sequence);
    private static final Key<AuditReply, Instant> INSTANT =
            Replies.instant("instant", "When it was put on record.", AuditReply::instant);
    private static final Key<AuditReply, String> USER =
            Replies.word("user", "Who asked for it.", AuditReply::user);
    private static final Key<AuditReply, String> WHAT =
            Replies.word("what", "The kind of action, as start-vm.", AuditReply::what);
    private static final Key<AuditReply, String> OBJECT =
            Replies.word("object", "The name of the VM or image.", AuditReply::object);
    private static final Key<AuditReply, Node.Mapping> DETAIL =
            Key.standard(
                    "detail",
                    Scalars.mapping(),
                    Node.mapping(),
                    "More, by kind.",
                    AuditReply::detail);
    private static final Key<AuditReply, String> OUTCOME =
            Replies.word("outcome", "How it ended.", AuditReply::outcome);
    private static final Key<AuditReply, String> HASH =
            Replies.word(
                    "hash",
                    "SHA-256 of this entry and all before it, in hexadecimal.",
                    AuditReply::hash);

    public static final RecordShape<AuditReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "audit entry",
                            "Who did what to which object, and how it ended.",
                            List.of(SEQUENCE, INSTANT, USER, WHAT, OBJECT, DETAIL, OUTCOME, HASH),
                            fields ->
                                    new AuditReply(
                                            fields.of(SEQUENCE),
                                            fields.of(INSTANT),
                                            fields.of(USER),
                                            fields.of(WHAT),
                                            fields.of(OBJECT),
                                            fields.of(DETAIL),
                                            fields.of(OUTCOME),
                                            fields.of(HASH))));

    /** Answers {@code GET /v1/audit}. */
    public static final RecordShape<List<AuditReply>> LIST =
            RecordShape.only(
                    "audit entries",
                    "Entries of the audit log, the oldest first.",
                    Key.required(
                            "entries",
                            ListShape.of(SHAPE, Replies.MOST),
                            "The oldest first.",
                            Function.identity()));
}
