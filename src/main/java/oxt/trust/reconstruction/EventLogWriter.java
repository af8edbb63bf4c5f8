package oxt.trust.reconstruction;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import oxt.trust.Bytes;
import oxt.trust.EventType;
import oxt.trust.HashAlgorithm;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;

/**
 * Writes event logs in the crypto-agile form (TCG PC Client Platform Firmware Profile 1.06, 10.2).
 */
final class EventLogWriter {
    /** Of the specification's version 2.0, for 64 bits. */
    private static final int[] VERSION = {0, 2, 0, 2};

    /**
     * An entry.
     *
     * @param digests of every bank that the log has
     */
    record Entry(Pcr pcr, Map<HashAlgorithm, Bytes> digests, LoggedEvent.Claim claim) {
        Entry {
            digests = Map.copyOf(digests);
        }

        Bytes digest(HashAlgorithm bank) {
            return Optional.ofNullable(digests.get(bank)).orElseThrow();
        }
    }

    private EventLogWriter() {}

    static Bytes written(SortedSet<HashAlgorithm> banks, List<Entry> entries) {
        EfiWriter log = new EfiWriter();
        Bytes header = header(banks);
        log.u32(0).u32(EventType.NO_ACTION.number());
        log.bytes(Bytes.filled(0, HashAlgorithm.SHA1.size())).u32(header.length()).bytes(header);
        for (Entry entry : entries) {
            log.u32(entry.pcr().index()).u32(entry.claim().type().number()).u32(banks.size());
            new TreeMap<>(entry.digests())
                    .forEach((bank, digest) -> log.u16(bank.tcgNumber()).bytes(digest));
            log.u32(entry.claim().content().length()).bytes(entry.claim().content());
        }
        return log.written();
    }

    /** TCG_EfiSpecIdEvent (10.4.5.1). */
    private static Bytes header(SortedSet<HashAlgorithm> banks) {
        EfiWriter header = new EfiWriter();
        header.bytes(Bytes.of("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII))).u32(0);
        for (int part : VERSION) {
            header.u8(part);
        }
        header.u32(banks.size());
        banks.forEach(bank -> header.u16(bank.tcgNumber()).u16(bank.size()));
        return header.u8(0).written();
    }
}
