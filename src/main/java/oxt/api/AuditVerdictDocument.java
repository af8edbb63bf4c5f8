package oxt.api;

import java.util.List;
import oxt.api.AuditVerdictReply.Broken;
import oxt.api.AuditVerdictReply.Intact;

/** What the check of the audit log found, as the API answers it. */
final class AuditVerdictDocument {
    private static final String VERDICT = "verdict";

    private static final Key<Intact, Long> ENTRIES =
            Replies.count("entries", "How many there are.", Intact::entries);
    private static final Key<Intact, String> HASH =
            Replies.word("hash", "The last entry's hash; keep it elsewhere.", Intact::hash);
    private static final CasesShape.Case<Intact> INTACT =
            new CasesShape.Case<>(
                    VERDICT,
                    "intact",
                    Replies.reply(
                            RecordShape.of(
                                    "intact log",
                                    "Every entry is where and what it was.",
                                    List.of(ENTRIES, HASH),
                                    fields -> new Intact(fields.of(ENTRIES), fields.of(HASH)))));

    private static final Key<Broken, Long> SEQUENCE =
            Replies.count("sequence", "The first entry that is wrong.", Broken::sequence);
    private static final Key<Broken, String> WHY =
            Replies.sentence("why", "What is wrong with it.", Broken::why);
    private static final CasesShape.Case<Broken> BROKEN =
            new CasesShape.Case<>(
                    VERDICT,
                    "broken",
                    Replies.reply(
                            RecordShape.of(
                                    "broken log",
                                    "The chain does not hold.",
                                    List.of(SEQUENCE, WHY),
                                    fields -> new Broken(fields.of(SEQUENCE), fields.of(WHY)))));

    static final CasesShape<AuditVerdictReply> SHAPE =
            new CasesShape<>(
                    "audit verdict",
                    "What the check of the audit log found.",
                    VERDICT,
                    List.of(INTACT, BROKEN),
                    verdict ->
                            switch (verdict) {
                                case Intact intact -> INTACT.write(intact);
                                case Broken broken -> BROKEN.write(broken);
                            });

    private AuditVerdictDocument() {}
}
