package oxt.trust;

import java.util.Map;
import java.util.Optional;

/**
 * An entry of an event log as somebody wrote it. Nothing of it is proven.
 *
 * @param number from 0 on
 * @param offset of its first byte in the log
 * @param pcr nothing where the entry extends no register
 * @param digests what the register was extended by, in each bank
 */
public record LoggedEvent(
        int number,
        long offset,
        Optional<Pcr> pcr,
        Map<HashAlgorithm, Bytes> digests,
        Claim claim) {

    /**
     * What no digest need cover: somebody's word for what was measured.
     *
     * @param content often what was hashed, often only a description of it
     */
    public record Claim(EventType type, Bytes content) {}

    public LoggedEvent {
        digests = Map.copyOf(digests);
    }

    /**
     * Entries of type EV_NO_ACTION tell something and extend nothing (Firmware Profile, 10.4.5).
     */
    public boolean extendsRegister() {
        return pcr.isPresent() && !claim.type().equals(EventType.NO_ACTION);
    }

    /** The part of the content that was hashed, in this bank; nothing where none was. */
    public Optional<Bytes> covered(HashAlgorithm bank) {
        return digest(bank).flatMap(digest -> Covered.of(claim, bank, digest));
    }

    /** Nothing where the entry has none of this bank. */
    public Optional<Bytes> digest(HashAlgorithm bank) {
        return Optional.ofNullable(digests.get(bank));
    }
}
