package oxt.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/** An entry in its place in the chain. */
public record AuditRecord(
        long sequence, Instant instant, AuditEntry entry, AuditHash previous, AuditHash hash) {

    /** The first words of every hashed text, so that it cannot be taken for any other. */
    private static final String FORMAT = "oxt audit entry 1";

    static AuditRecord next(AuditAnchor head, Instant instant, AuditEntry entry) {
        long sequence = head.sequence() + 1;
        return new AuditRecord(
                sequence, instant, entry, head.hash(), hash(sequence, instant, entry, head.hash()));
    }

    /** Whether the hash is that of what stands here. */
    boolean isTrue() {
        return hash.equals(hash(sequence, instant, entry, previous));
    }

    /**
     * Numbers have eight bytes and texts their length before them, so no two different entries are
     * the same bytes.
     */
    private static AuditHash hash(
            long sequence, Instant instant, AuditEntry entry, AuditHash previous) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(out, FORMAT);
            out.writeLong(sequence);
            out.writeLong(Micros.of(instant));
            out.writeLong(entry.who().userId());
            text(out, entry.who().userName());
            text(out, entry.what());
            text(out, entry.object());
            text(out, entry.detail());
            text(out, entry.outcome());
            out.write(previous.bytes());
            return AuditHash.of(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (IOException | NoSuchAlgorithmException cause) {
            // Memory takes any bytes, and every Java has SHA-256.
            throw new AssertionError(cause);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeLong(bytes.length);
        out.write(bytes);
    }
}
