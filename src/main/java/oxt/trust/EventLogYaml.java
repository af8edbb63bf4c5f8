package oxt.trust;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A log as {@code tpm2_eventlog} of tpm2-tools 5.4 prints it, so that the two can be compared.
 *
 * <p>What that decodes is decoded, the rest is in hexadecimal digits; this is for programs.
 */
public final class EventLogYaml {
    private static final Set<EventType> VARIABLES =
            Set.of(
                    EventType.VARIABLE_DRIVER_CONFIG,
                    EventType.VARIABLE_BOOT,
                    EventType.VARIABLE_AUTHORITY);
    private static final Set<EventType> IMAGES =
            Set.of(
                    EventType.BOOT_SERVICES_APPLICATION,
                    EventType.BOOT_SERVICES_DRIVER,
                    EventType.RUNTIME_SERVICES_DRIVER);
    private static final int SIGNATURE = 16;

    private final StringBuilder text = new StringBuilder();

    private EventLogYaml() {}

    public static String of(EventLog log) {
        EventLogYaml yaml = new EventLogYaml();
        yaml.line("---");
        yaml.line("version: 1");
        yaml.line("events:");
        for (LoggedEvent event : log.events()) {
            yaml.event(log.form(), event);
        }
        yaml.registers(log);
        return yaml.text.toString();
    }

    private void event(EventLog.Form form, LoggedEvent event) {
        Bytes content = event.claim().content();
        boolean isHeader = form == EventLog.Form.CRYPTO_AGILE && event.number() == 0;
        if (form == EventLog.Form.CRYPTO_AGILE) {
            line("- EventNum: " + event.number());
        }
        line("  PCRIndex: " + event.pcr().map(pcr -> (long) pcr.index()).orElse(0xFFFF_FFFFL));
        line("  EventType: " + event.claim().type().text());
        if (isHeader) {
            line("  Digest: \"" + Bytes.filled(0, HashAlgorithm.SHA1.size()) + "\"");
        } else {
            digests(event);
        }
        line("  EventSize: " + content.length());
        if (isHeader) {
            header(new Cursor(content, 0));
        } else if (content.length() > 0) {
            content(event.claim(), form);
        }
    }

    private void digests(LoggedEvent event) {
        line("  DigestCount: " + event.digests().size());
        line("  Digests:");
        event.digests().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(HashAlgorithm::tcgNumber)))
                .forEach(
                        digest -> {
                            line("  - AlgorithmId: " + digest.getKey().word());
                            line("    Digest: \"" + digest.getValue() + "\"");
                        });
    }

    private void header(Cursor cursor) {
        Bytes signature = cursor.take(SIGNATURE, "a signature");
        line("  SpecID:");
        line("  - Signature: " + signature.slice(0, SIGNATURE - 1).text(StandardCharsets.US_ASCII));
        line("    platformClass: " + cursor.u32("a class"));
        line("    specVersionMinor: " + cursor.u8("a version"));
        line("    specVersionMajor: " + cursor.u8("a version"));
        line("    specErrata: " + cursor.u8("an errata level"));
        line("    uintnSize: " + cursor.u8("a size"));
        long count = cursor.u32("a count");
        line("    numberOfAlgorithms: " + count);
        line("    Algorithms:");
        for (int algorithm = 0; algorithm < count; algorithm++) {
            int number = cursor.u16("an algorithm");
            line("    - Algorithm[" + algorithm + "]:");
            line(
                    "      algorithmId: "
                            + HashAlgorithm.ofTcgNumber(number)
                                    .map(HashAlgorithm::word)
                                    .orElse(String.valueOf(number)));
            line("      digestSize: " + cursor.u16("a size"));
        }
        line("    vendorInfoSize: " + cursor.u8("a size"));
    }

    private void content(LoggedEvent.Claim claim, EventLog.Form form) {
        if (form == EventLog.Form.CRYPTO_AGILE && known(claim)) {
            return;
        }
        line("  Event: \"" + claim.content() + "\"");
    }

    private boolean known(LoggedEvent.Claim claim) {
        int before = text.length();
        try {
            Cursor cursor = new Cursor(claim.content(), 0);
            if (VARIABLES.contains(claim.type())) {
                variable(cursor);
            } else if (IMAGES.contains(claim.type())) {
                image(cursor);
            } else if (claim.type().equals(EventType.FIRMWARE_BLOB)) {
                line("  Event:");
                line("    BlobBase: " + hex(cursor.u64("an address")));
                line("    BlobLength: " + hex(cursor.u64("a length")));
            } else if (claim.type().equals(EventType.EFI_ACTION)) {
                line("  Event: |-");
                line("    " + claim.content().text(StandardCharsets.US_ASCII));
            } else if (claim.type().equals(EventType.IPL)) {
                line("  Event:");
                line("    String: |-");
                line("      \"" + escaped(claim.content()) + "\"");
            } else {
                return false;
            }
            return true;
        } catch (Malformed broken) {
            text.setLength(before);
            return false;
        }
    }

    private void variable(Cursor cursor) {
        line("  Event:");
        line("    VariableName: " + EfiGuid.read(cursor, "a vendor"));
        long nameLength = cursor.u64("a length");
        long length = cursor.u64("a length");
        line("    UnicodeNameLength: " + nameLength);
        line("    VariableDataLength: " + length);
        String name = EfiText.whole(cursor.counted(twice(nameLength), "a name"));
        line("    UnicodeName: " + name);
        if (length > 0) {
            line("    VariableData: \"" + cursor.counted(length, "a value") + "\"");
        }
    }

    /** Of characters of two bytes; past every end where there could not be as many. */
    private static long twice(long characters) {
        return characters < 0 || characters > EventLogReader.LARGEST_LOG
                ? Long.MAX_VALUE
                : 2 * characters;
    }

    private void image(Cursor cursor) {
        line("  Event:");
        line("    ImageLocationInMemory: " + hex(cursor.u64("an address")));
        line("    ImageLengthInMemory: " + cursor.u64("a length"));
        line("    ImageLinkTimeAddress: " + hex(cursor.u64("an address")));
        long length = cursor.u64("a length");
        line("    LengthOfDevicePath: " + length);
        line("    DevicePath: '" + cursor.counted(length, "a path") + "'");
    }

    private static String escaped(Bytes content) {
        StringBuilder escaped = new StringBuilder();
        for (int index = 0; index < content.length(); index++) {
            int value = content.at(index);
            switch (value) {
                case 0 -> escaped.append("\\0");
                case '\n' -> escaped.append("\"\n      \"");
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                default -> {
                    boolean plain = value >= ' ' && value <= '~';
                    escaped.append(
                            plain
                                    ? String.valueOf((char) value)
                                    : String.format(Locale.ROOT, "\\x%02x", value));
                }
            }
        }
        return escaped.toString();
    }

    private void registers(EventLog log) {
        line("pcrs:");
        Replay.values(log).entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(HashAlgorithm::tcgNumber)))
                .forEach(
                        bank -> {
                            line("  " + bank.getKey().word() + ":");
                            bank.getValue()
                                    .forEach(
                                            (pcr, value) ->
                                                    line(
                                                            String.format(
                                                                    Locale.ROOT,
                                                                    "    %-2d : 0x%s",
                                                                    pcr.index(),
                                                                    value)));
                        });
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
