package oxt.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import oxt.model.Reading;

/**
 * Reads event logs as UEFI and BIOS firmware, boot loaders, systemd-stub and tboot write them, and
 * as the kernel hands them out ({@code /sys/kernel/security/tpm0/binary_bios_measurements}).
 *
 * <p>Source: TCG PC Client Platform Firmware Profile 1.06, 10.2; for TPM 1.2 the PC Client
 * Implementation Specification 1.21, 11.3; for what tboot leaves, the TXT Software Development
 * Guide, appendix G. A log is read whole or not at all.
 */
public final class EventLogReader {
    /** The largest of many seen has 120 KiB; firmware reserves 64 KiB to 1 MiB. */
    public static final int LARGEST_LOG = 16 << 20;

    private static final int MOST_EVENTS = 100_000;
    private static final int MOST_ALGORITHMS = 16;

    /** SHA-512 and SHA3-512. */
    private static final int LARGEST_DIGEST = 64;

    /** EV_NO_ACTION and others that extend nothing may say so (Firmware Profile, 10.2.1). */
    private static final long NO_REGISTER = 0xFFFF_FFFFL;

    private static final Bytes CRYPTO_AGILE = ascii("Spec ID Event03\0");
    private static final Bytes STARTUP_LOCALITY = ascii("StartupLocality\0");
    private static final Bytes TXT_CONTAINER = ascii("TXT Event Container\0");
    private static final int TXT_RESERVED = 12 + 4;

    private final Cursor cursor;
    private final Map<Integer, Integer> sizes = new LinkedHashMap<>();
    private final List<LoggedEvent> events = new ArrayList<>();
    private EventLog.Form form = EventLog.Form.SHA1;
    private int startupLocality;

    private EventLogReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /**
     * The log, or the problem {@code log-malformed} with the offset where it ends to make sense.
     */
    public static Reading<EventLog> read(Bytes log) {
        try {
            if (log.length() > LARGEST_LOG) {
                throw new Malformed(LARGEST_LOG, "the most ends that a log may have");
            }
            return Reading.good(new EventLogReader(entries(log)).events());
        } catch (Malformed malformed) {
            return Reading.bad(malformed.problem("The event log"));
        }
    }

    /** tboot's container for TPM 1.2 has the same entries behind a header. */
    private static Cursor entries(Bytes log) {
        if (!log.startsWith(TXT_CONTAINER)) {
            return new Cursor(log, 0);
        }
        Cursor header = new Cursor(log, 0);
        header.take(TXT_CONTAINER.length() + TXT_RESERVED, "the container's header");
        long size = header.u32("the container's size");
        long first = header.u32("the offset of the first entry");
        long next = header.u32("the offset of the next entry");
        if (size > log.length() || first < header.offset() || next < first || next > size) {
            throw header.malformed("ends the container's header, whose offsets are not within it");
        }
        return new Cursor(log.slice((int) first, (int) (next - first)), first);
    }

    private EventLog events() {
        if (cursor.isAtEnd()) {
            throw cursor.malformed("the log ends before its first entry");
        }
        long unused = cursor.offset() + used(cursor.rest());
        while (cursor.offset() < unused) {
            if (events.size() == MOST_EVENTS) {
                throw cursor.malformed("begins entry " + MOST_EVENTS + ", and no boot has as many");
            }
            next();
        }
        return new EventLog(form, banks(), startupLocality, events);
    }

    /** Up to where the log's memory has more than what it was cleared with. */
    private static int used(Bytes log) {
        int last = log.at(log.length() - 1);
        int used = log.length();
        while (used > 0 && (last == 0 || last == 0xff) && log.at(used - 1) == last) {
            used--;
        }
        return used;
    }

    private void next() {
        long offset = cursor.offset();
        long index = cursor.u32("a register's number");
        EventType type = new EventType(cursor.u32("an event type"));
        Map<HashAlgorithm, Bytes> digests = form == EventLog.Form.SHA1 ? sha1() : agile();
        long size = cursor.u32("the size of an event");
        Bytes content = cursor.counted(size, "an event");
        if (index >= Pcr.COUNT && !(index == NO_REGISTER && type.equals(EventType.NO_ACTION))) {
            throw new Malformed(offset, "an entry names register " + index + ", which no TPM has");
        }
        Optional<Pcr> pcr =
                index == NO_REGISTER ? Optional.empty() : Optional.of(new Pcr((int) index));
        var event =
                new LoggedEvent(
                        events.size(), offset, pcr, digests, new LoggedEvent.Claim(type, content));
        if (type.equals(EventType.NO_ACTION)) {
            told(event);
        }
        events.add(event);
    }

    private void told(LoggedEvent event) {
        Bytes content = event.claim().content();
        if (event.number() == 0 && content.startsWith(CRYPTO_AGILE)) {
            header(new Cursor(content, cursor.offset() - content.length()));
        }
        if (content.startsWith(STARTUP_LOCALITY)) {
            if (content.length() != STARTUP_LOCALITY.length() + 1) {
                throw new Malformed(event.offset(), "an entry's start-up locality is not one byte");
            }
            startupLocality = content.at(STARTUP_LOCALITY.length());
        }
    }

    /** TCG_EfiSpecIdEvent (Firmware Profile, 10.4.5.1). */
    private void header(Cursor header) {
        header.take(CRYPTO_AGILE.length() + Integer.BYTES + 4, "the header");
        long count = header.u32("the number of algorithms");
        if (count == 0 || count > MOST_ALGORITHMS) {
            throw header.malformed(
                    "the header has " + count + " algorithms, not 1 to " + MOST_ALGORITHMS);
        }
        for (int algorithm = 0; algorithm < count; algorithm++) {
            int number = header.u16("an algorithm");
            int size = header.u16("an algorithm's size");
            Optional<HashAlgorithm> known = HashAlgorithm.ofTcgNumber(number);
            if (size == 0
                    || size > LARGEST_DIGEST
                    || known.isPresent() && known.get().size() != size) {
                throw header.malformed(
                        "the header gives algorithm " + number + " " + size + " bytes");
            }
            if (sizes.put(number, size) != null) {
                throw header.malformed("the header has algorithm " + number + " twice");
            }
        }
        header.counted(header.u8("the vendor's size"), "what the vendor says");
        if (!header.isAtEnd()) {
            throw header.malformed("the header's end is followed by more");
        }
        form = EventLog.Form.CRYPTO_AGILE;
    }

    private Map<HashAlgorithm, Bytes> sha1() {
        return Map.of(HashAlgorithm.SHA1, cursor.take(HashAlgorithm.SHA1.size(), "a digest"));
    }

    /** TPML_DIGEST_VALUES: of algorithms that the header has, each once. */
    private Map<HashAlgorithm, Bytes> agile() {
        long count = cursor.u32("the number of digests");
        if (count > sizes.size()) {
            throw cursor.malformed(
                    "an entry has "
                            + count
                            + " digests, and the header "
                            + sizes.size()
                            + " algorithms");
        }
        Map<HashAlgorithm, Bytes> digests = new EnumMap<>(HashAlgorithm.class);
        for (int digest = 0; digest < count; digest++) {
            int number = cursor.u16("a digest's algorithm");
            Integer size = sizes.get(number);
            if (size == null) {
                throw cursor.malformed(
                        "a digest is of algorithm " + number + ", which the header has not");
            }
            Bytes value = cursor.take(size, "a digest");
            Optional<HashAlgorithm> known = HashAlgorithm.ofTcgNumber(number);
            if (known.isPresent() && digests.put(known.get(), value) != null) {
                throw cursor.malformed("an entry has two digests of " + known.get().word());
            }
        }
        return digests;
    }

    private Set<HashAlgorithm> banks() {
        if (form == EventLog.Form.SHA1) {
            return Set.of(HashAlgorithm.SHA1);
        }
        Set<HashAlgorithm> banks = EnumSet.noneOf(HashAlgorithm.class);
        sizes.keySet().forEach(number -> HashAlgorithm.ofTcgNumber(number).ifPresent(banks::add));
        return banks;
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
