package oxt.api;

/** What the check of the whole audit log found; answers {@code GET /v1/audit/verify}. */
public sealed interface AuditVerdictReply {

    /**
     * Every entry is where and what it was.
     *
     * @param hash of the last entry
     */
    record Intact(long entries, String hash) implements AuditVerdictReply {}

    /** The first place where the chain does not hold. */
    record Broken(long sequence, String why) implements AuditVerdictReply {}

    static Shape<AuditVerdictReply> shape() {
        return AuditVerdictDocument.SHAPE;
    }
}
