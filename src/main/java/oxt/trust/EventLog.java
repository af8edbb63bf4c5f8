package oxt.trust;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A boot's event log, read and not proven.
 *
 * @param banks those of which the log's header says that entries have digests
 * @param startupLocality 0, or what the log says the TPM was started from: 3, or 4 where the
 *     processor itself measured first (Firmware Profile, 10.4.5.3); it is in register 0 from then
 *     on
 */
public record EventLog(
        Form form, Set<HashAlgorithm> banks, int startupLocality, List<LoggedEvent> events) {

    /** In an entry that extends nothing, in logs that oxt found again. */
    public static final String RECONSTRUCTED = "oxt: found again, of boot files and keys";

    /** How entries are written. */
    public enum Form {
        /** SHA-1 only, of the times of TPM 1.2 (TCG PC Client Implementation 1.21, 11.3). */
        SHA1,
        /** A digest of each bank (Firmware Profile, 10.2). */
        CRYPTO_AGILE
    }

    public EventLog {
        banks = Set.copyOf(banks);
        events = List.copyOf(events);
    }

    /**
     * Whether it was put together afterwards (oxt.trust.reconstruction), for some registers only.
     * Like all in a log it is a claim; what a log leads to is proven whoever wrote it.
     */
    public boolean isReconstructed() {
        return events.stream()
                .filter(event -> event.claim().type().equals(EventType.NO_ACTION))
                .map(event -> event.claim().content().text(StandardCharsets.US_ASCII))
                .anyMatch(RECONSTRUCTED::equals);
    }
}
