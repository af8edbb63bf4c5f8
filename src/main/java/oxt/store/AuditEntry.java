package oxt.store;

/**
 * Something to be put on record: who did what to which object, and how it ended.
 *
 * @param what the kind of action, in words with dashes: {@code change-vm}
 * @param detail JSON, in the caller's encoding; it is hashed as it is
 */
public record AuditEntry(Caller who, String what, String object, String detail, String outcome) {}
