package oxt.store;

import java.util.HexFormat;

/** A SHA-256 hash of the chain, in hex: of an entry and of all entries before it. */
public record AuditHash(String hex) {
    /** What the first entry follows. */
    public static final AuditHash NOTHING = new AuditHash("0".repeat(64));

    /** Read where something else than a hash stands; no entry has it. */
    private static final AuditHash UNREADABLE = new AuditHash("f".repeat(64));

    public AuditHash {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 hash: " + hex);
        }
    }

    static AuditHash of(byte[] bytes) {
        return bytes.length == 32 ? new AuditHash(HexFormat.of().formatHex(bytes)) : UNREADABLE;
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
