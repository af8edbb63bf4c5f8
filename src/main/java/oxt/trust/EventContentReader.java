package oxt.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Decodes what entries say, each type by the form the specifications give it; what breaks its form
 * is {@link EventContent.Opaque}, never a failure.
 */
public final class EventContentReader {
    private static final int MOST_PARTITIONS = 128;
    private static final int GPT_NAME = 72;
    private static final int GPT_HEADER_BEFORE_ID = 56;
    private static final int GPT_HEADER_BEHIND_ID = 20;
    private static final int MOST_ALGORITHMS = 16;
    private static final String LOCALITY = "StartupLocality\0";
    private static final String HEADER = "Spec ID Event";

    private static final Map<EventType, Function<Bytes, EventContent>> KNOWN =
            Map.ofEntries(
                    Map.entry(EventType.NO_ACTION, EventContentReader::told),
                    Map.entry(EventType.SEPARATOR, EventContentReader::separator),
                    Map.entry(EventType.ACTION, EventContentReader::words),
                    Map.entry(EventType.EFI_ACTION, EventContentReader::words),
                    Map.entry(EventType.CRTM_VERSION, EventContentReader::words),
                    Map.entry(EventType.IPL, EventContentReader::words),
                    Map.entry(EventType.EVENT_TAG, EventContentReader::tagged),
                    Map.entry(EventType.VARIABLE_DRIVER_CONFIG, VariableReader::setting),
                    Map.entry(EventType.VARIABLE_BOOT, VariableReader::setting),
                    Map.entry(EventType.VARIABLE_BOOT2, VariableReader::setting),
                    Map.entry(EventType.VARIABLE_AUTHORITY, VariableReader::authority),
                    Map.entry(EventType.BOOT_SERVICES_APPLICATION, EventContentReader::image),
                    Map.entry(EventType.BOOT_SERVICES_DRIVER, EventContentReader::image),
                    Map.entry(EventType.RUNTIME_SERVICES_DRIVER, EventContentReader::image),
                    Map.entry(EventType.GPT, EventContentReader::partitions),
                    Map.entry(EventType.GPT2, EventContentReader::partitions),
                    Map.entry(EventType.FIRMWARE_BLOB, EventContentReader::blob),
                    Map.entry(EventType.FIRMWARE_BLOB2, EventContentReader::namedBlob),
                    Map.entry(EventType.HANDOFF_TABLES2, EventContentReader::namedTables));

    private EventContentReader() {}

    public static EventContent read(LoggedEvent.Claim claim) {
        Function<Bytes, EventContent> form = KNOWN.get(claim.type());
        if (form == null) {
            return new EventContent.Opaque(claim.content(), Optional.empty());
        }
        try {
            return form.apply(claim.content());
        } catch (Malformed malformed) {
            String why = "at byte " + malformed.offset() + " " + malformed.getMessage();
            return new EventContent.Opaque(claim.content(), Optional.of(why));
        }
    }

    private static EventContent told(Bytes content) {
        String start =
                content.slice(0, Math.min(16, content.length())).text(StandardCharsets.US_ASCII);
        if (start.equals(LOCALITY) && content.length() > LOCALITY.length()) {
            return new EventContent.StartupLocality(content.at(LOCALITY.length()));
        }
        return start.startsWith(HEADER) ? header(new Cursor(content, 0)) : words(content);
    }

    private static EventContent header(Cursor cursor) {
        String signature = cursor.take(16, "a signature").text(StandardCharsets.US_ASCII);
        long _ = cursor.u32("a platform class");
        int minor = cursor.u8("a version");
        int major = cursor.u8("a version");
        int errata = cursor.u8("an errata level");
        int _ = cursor.u8("a size");
        long count = signature.startsWith("Spec ID Event03") ? cursor.u32("a count") : 0;
        List<String> algorithms = new ArrayList<>();
        for (int algorithm = 0; algorithm < Math.min(count, MOST_ALGORITHMS); algorithm++) {
            int number = cursor.u16("an algorithm");
            int _ = cursor.u16("a size");
            algorithms.add(
                    HashAlgorithm.ofTcgNumber(number)
                            .map(HashAlgorithm::word)
                            .orElse(String.format(Locale.ROOT, "0x%04x", number)));
        }
        return new EventContent.Header(
                Printable.of(signature.replace("\0", "")),
                major + "." + minor + "." + errata,
                algorithms);
    }

    private static EventContent separator(Bytes content) {
        return new EventContent.Separator(new Cursor(content, 0).u32("a separator"));
    }

    private static EventContent words(Bytes content) {
        return new EventContent.Words(text(content));
    }

    /** One byte a character or two, with or without a NUL behind it. */
    private static String text(Bytes content) {
        String text =
                EfiText.isLikely(content)
                        ? content.text(StandardCharsets.UTF_16LE)
                        : content.text(StandardCharsets.UTF_8);
        return Printable.of(text.replaceFirst("\0+$", "").replace('\n', ' '));
    }

    private static EventContent tagged(Bytes content) {
        Cursor cursor = new Cursor(content, 0);
        long tag = cursor.u32("a tag");
        Bytes event = cursor.counted(cursor.u32("a tag's size"), "what was tagged");
        boolean isText = event.length() > 0 && event.at(0) >= ' ' && event.at(0) < 0x7f;
        return new EventContent.Tagged(tag, isText ? text(event) : event.hex());
    }

    private static EventContent image(Bytes content) {
        Cursor cursor = new Cursor(content, 0);
        long address = cursor.u64("an address");
        long length = cursor.u64("a length");
        long linkTime = cursor.u64("an address");
        long pathLength = cursor.u64("a path's length");
        if (pathLength < 0) {
            throw cursor.malformed("begins a path that would be too long");
        }
        Bytes path = cursor.counted(pathLength, "a path");
        return new EventContent.Image(
                path.length() == 0 ? Optional.empty() : Optional.of(DevicePathText.of(path)),
                address,
                length,
                linkTime);
    }

    private static EventContent blob(Bytes content) {
        return blob(Optional.empty(), new Cursor(content, 0));
    }

    private static EventContent namedBlob(Bytes content) {
        Cursor cursor = new Cursor(content, 0);
        return blob(Optional.of(shortName(cursor)), cursor);
    }

    private static EventContent blob(Optional<String> name, Cursor cursor) {
        long address = cursor.u64("an address");
        return new EventContent.FirmwarePart(name, address, cursor.u64("a length"));
    }

    private static EventContent namedTables(Bytes content) {
        return new EventContent.Words(shortName(new Cursor(content, 0)));
    }

    private static String shortName(Cursor cursor) {
        Bytes name = cursor.counted(cursor.u8("a name's length"), "a name");
        return text(name);
    }

    /** EFI_PARTITION_TABLE_HEADER and the entries in use (UEFI 2.10, 5.3). */
    private static EventContent partitions(Bytes content) {
        Cursor cursor = new Cursor(content, 0);
        cursor.take(GPT_HEADER_BEFORE_ID, "a partition table");
        UUID disk = EfiGuid.read(cursor, "the disk's id");
        cursor.take(GPT_HEADER_BEHIND_ID, "a partition table");
        long count = cursor.u64("the number of partitions");
        if (count < 0 || count > MOST_PARTITIONS) {
            throw cursor.malformed("more partitions begin than a table has");
        }
        List<EventContent.Partition> partitions = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            UUID type = EfiGuid.read(cursor, "a partition's type");
            UUID id = EfiGuid.read(cursor, "a partition's id");
            long first = cursor.u64("a block");
            long last = cursor.u64("a block");
            long _ = cursor.u64("attributes");
            String name = EfiText.terminated(cursor.take(GPT_NAME, "a partition's name"));
            partitions.add(new EventContent.Partition(type, id, name, first, last));
        }
        return new EventContent.PartitionTable(disk, partitions);
    }
}
