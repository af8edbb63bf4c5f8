package oxt.trust.reconstruction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import oxt.trust.Bytes;
import oxt.trust.EventType;
import oxt.trust.HashAlgorithm;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;
import oxt.trust.reconstruction.BootParts.Variable;
import oxt.trust.reconstruction.EventLogWriter.Entry;

/**
 * The entries that firmware writes for programs and keys (TCG PC Client Platform Firmware Profile
 * 1.06, 3.3.4 and 10.4).
 */
final class Measures {
    /** In this order, those that are not set as well. */
    private static final List<Variable> SETTINGS =
            List.of(Variable.SECURE_BOOT, Variable.PK, Variable.KEK, Variable.DB, Variable.DBX);

    /** Of an EFI_SIGNATURE_LIST (UEFI 2.10, 32.4.1), with its type. */
    private static final int LIST_HEADER = 28;

    private static final int MOST_KEYS = 16;

    private final SortedSet<HashAlgorithm> banks;

    Measures(SortedSet<HashAlgorithm> banks) {
        this.banks = banks;
    }

    /** The end of what the firmware itself measured. */
    List<Entry> separator(Pcr pcr) {
        return List.of(hashed(pcr, EventType.SEPARATOR, Bytes.filled(0, Integer.BYTES)));
    }

    Entry words(Pcr pcr, EventType type, String words) {
        return hashed(pcr, type, ascii(words));
    }

    /** What extends nothing, and is only said. */
    Entry told(Pcr pcr, String words) {
        return entry(pcr, EventType.NO_ACTION, ascii(words), bank -> Bytes.filled(0, bank.size()));
    }

    /** EV_EFI_BOOT_SERVICES_APPLICATION, of which nobody knows where in memory it was. */
    Entry program(Pcr pcr, BootParts.Program program) {
        String path = program.path().replace('/', '\\') + "\0";
        Bytes device =
                new EfiWriter()
                        .u8(4)
                        .u8(4)
                        .u16(Integer.BYTES + 2 * path.length())
                        .utf16(path)
                        .u8(0x7f)
                        .u8(0xff)
                        .u16(Integer.BYTES)
                        .written();
        Bytes content =
                new EfiWriter().u64(0).u64(0).u64(0).u64(device.length()).bytes(device).written();
        return new Entry(
                pcr,
                program.digests(),
                new LoggedEvent.Claim(EventType.BOOT_SERVICES_APPLICATION, content));
    }

    /** Whether Secure Boot is on, and its keys. */
    List<Entry> settings(BootParts parts) {
        return SETTINGS.stream()
                .map(
                        one ->
                                variable(
                                        EventType.VARIABLE_DRIVER_CONFIG,
                                        one,
                                        one.id(),
                                        parts.value(one)))
                .toList();
    }

    /** Whatever may have vouched for a program: each key by itself, and what shim goes by. */
    List<Entry> vouchers(BootParts parts) {
        List<Entry> vouchers = new ArrayList<>();
        addKeys(Variable.DB, parts.value(Variable.DB), vouchers);
        addKeys(Variable.MOK_LIST, parts.value(Variable.MOK_LIST), vouchers);
        // The firmware does not hand out shim's own variable later; shim copies it.
        Bytes level = parts.value(Variable.SBAT_LEVEL);
        vouchers.add(
                variable(EventType.VARIABLE_AUTHORITY, Variable.SBAT_LEVEL, "SbatLevel", level));
        return vouchers;
    }

    private void addKeys(Variable list, Bytes lists, List<Entry> vouchers) {
        int at = 0;
        while (at + LIST_HEADER <= lists.length()) {
            int size = u32(lists, at + 16);
            int header = u32(lists, at + 20);
            int each = u32(lists, at + 24);
            if (header < 0 || each <= 0 || size < LIST_HEADER || size > lists.length() - at) {
                return;
            }
            int key = at + LIST_HEADER + Math.min(header, size);
            for (; key + each <= at + size && vouchers.size() < MOST_KEYS; key += each) {
                Bytes voucher = lists.slice(key, each);
                vouchers.add(variable(EventType.VARIABLE_AUTHORITY, list, list.id(), voucher));
            }
            at += size;
        }
    }

    private static int u32(Bytes bytes, int at) {
        return bytes.at(at)
                | bytes.at(at + 1) << 8
                | bytes.at(at + 2) << 16
                | bytes.at(at + 3) << 24;
    }

    /**
     * UEFI_VARIABLE_DATA, which is hashed whole.
     *
     * @param name by which it was measured
     */
    private Entry variable(EventType type, Variable variable, String name, Bytes value) {
        Bytes content =
                new EfiWriter()
                        .guid(variable.vendor())
                        .u64(name.length())
                        .u64(value.length())
                        .utf16(name)
                        .bytes(value)
                        .written();
        return hashed(LogReconstruction.SECURE_BOOT, type, content);
    }

    private Entry hashed(Pcr pcr, EventType type, Bytes content) {
        return entry(pcr, type, content, bank -> bank.digest(content));
    }

    private Entry entry(
            Pcr pcr, EventType type, Bytes content, Function<HashAlgorithm, Bytes> digest) {
        Map<HashAlgorithm, Bytes> digests = new EnumMap<>(HashAlgorithm.class);
        banks.forEach(bank -> digests.put(bank, digest.apply(bank)));
        return new Entry(pcr, digests, new LoggedEvent.Claim(type, content));
    }

    private static Bytes ascii(String words) {
        return Bytes.of(words.getBytes(StandardCharsets.US_ASCII));
    }
}
