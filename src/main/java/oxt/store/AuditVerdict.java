package oxt.store;

/** What the check of the whole audit log found. */
public sealed interface AuditVerdict {

    /** Every entry is where and what it was; the head says how many there are. */
    record Intact(AuditAnchor head) implements AuditVerdict {}

    /** The first place where the chain does not hold, and why, in a sentence. */
    record Broken(long sequence, String why) implements AuditVerdict {}
}
