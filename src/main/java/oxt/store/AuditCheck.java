package oxt.store;

import java.util.Optional;

/** The check of a chain while its records come by, first to last. */
final class AuditCheck {
    private final AuditAnchor anchor;
    private AuditAnchor head = AuditAnchor.START;
    private Optional<AuditVerdict.Broken> broken = Optional.empty();

    AuditCheck(AuditAnchor anchor) {
        this.anchor = anchor;
    }

    /** Takes the next record and says whether the chain holds so far. */
    boolean passes(AuditRecord next) {
        broken = fault(next).map(why -> new AuditVerdict.Broken(head.sequence() + 1, why));
        head = new AuditAnchor(next.sequence(), next.hash());
        return broken.isEmpty();
    }

    private Optional<String> fault(AuditRecord next) {
        long expected = head.sequence() + 1;
        if (next.sequence() != expected) {
            return Optional.of(
                    "Entry " + expected + " is missing; the next is " + next.sequence() + ".");
        }
        if (!next.previous().equals(head.hash())) {
            return Optional.of("Entry " + expected + " does not follow the one before it.");
        }
        if (!next.isTrue()) {
            return Optional.of("Entry " + expected + " is not what was recorded.");
        }
        if (expected == anchor.sequence() && !next.hash().equals(anchor.hash())) {
            return Optional.of("Entry " + expected + " is not the one of the anchor.");
        }
        return Optional.empty();
    }

    AuditVerdict verdict() {
        if (broken.isPresent()) {
            return broken.get();
        }
        return head.sequence() < anchor.sequence()
                ? new AuditVerdict.Broken(
                        head.sequence() + 1,
                        "The log ends before entry "
                                + anchor.sequence()
                                + ", which the anchor has.")
                : new AuditVerdict.Intact(head);
    }
}
