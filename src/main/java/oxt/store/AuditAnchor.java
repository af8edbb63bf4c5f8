package oxt.store;

/**
 * The head of the chain at some time: how many entries there were and the last one's hash. Kept
 * where the store's owner cannot write, it shows later that nothing up to it was altered or cut
 * off.
 */
public record AuditAnchor(long sequence, AuditHash hash) {
    /** Of an empty log. */
    public static final AuditAnchor START = new AuditAnchor(0, AuditHash.NOTHING);
}
