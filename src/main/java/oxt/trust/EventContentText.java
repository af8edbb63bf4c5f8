package oxt.trust;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import oxt.trust.EventContent.VariableValue;

/** One line for people of what an entry says. */
public final class EventContentText {
    /** The most characters that a line has. */
    public static final int LONGEST = 1_000;

    private static final int SHOWN_BYTES = 16;
    private static final int SHOWN_SIGNATURES = 8;

    /** The kernel's stub has its initrd and its command line measured under these. */
    private static final Set<Long> LINUX_TAGS = Set.of(LinuxTags.INITRAMFS, LinuxTags.COMMAND_LINE);

    private EventContentText() {}

    public static String of(EventContent content) {
        String text = text(content);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    private static String text(EventContent content) {
        return switch (content) {
            case EventContent.Words(var text) -> text;
            case EventContent.Separator separator ->
                    separator.isError()
                            ? "separator after an error, " + hex(separator.value())
                            : "separator";
            case EventContent.Variable(_, var name, var value) -> name + ": " + of(value);
            case EventContent.Image(var path, var address, var length, _) ->
                    path.orElse("no path, " + length + " bytes at " + hex(address));
            case EventContent.FirmwarePart(var name, var address, var length) ->
                    name.map(known -> known + ", ").orElse("firmware, ")
                            + length
                            + " bytes at "
                            + hex(address);
            case EventContent.PartitionTable(var disk, var partitions) ->
                    "partitions of disk " + disk + ": " + partitions(partitions);
            case EventContent.Tagged(var tag, var text) ->
                    LINUX_TAGS.contains(tag) ? text : hex(tag) + ": " + text;
            case EventContent.Header(_, var version, var algorithms) ->
                    "log of version " + version + algorithms(algorithms);
            case EventContent.StartupLocality(var locality) ->
                    "TPM started by locality " + locality;
            case EventContent.Opaque(var bytes, var why) ->
                    why.map(broken -> "unreadable, " + broken + ": ").orElse("") + shown(bytes);
        };
    }

    private static String of(VariableValue value) {
        return switch (value) {
            case VariableValue.Flag(var set) -> set ? "on" : "off";
            case VariableValue.Order(var entries) ->
                    entries.stream()
                            .map(entry -> String.format(Locale.ROOT, "%04X", entry))
                            .collect(Collectors.joining(" "));
            case VariableValue.BootEntry(var active, var description, var path) ->
                    description + ", " + path + (active ? "" : " (not active)");
            case VariableValue.Signatures(var signatures) -> signatures(signatures);
            case VariableValue.Text(var text) -> text;
            case VariableValue.Raw(var bytes) -> shown(bytes);
        };
    }

    private static String signatures(List<EventContent.Signature> signatures) {
        String first =
                signatures.stream()
                        .limit(SHOWN_SIGNATURES)
                        .map(EventContent.Signature::what)
                        .collect(Collectors.joining("; "));
        int others = signatures.size() - SHOWN_SIGNATURES;
        if (signatures.isEmpty()) {
            return "none";
        }
        return others <= 0 ? first : first + "; and " + others + " others";
    }

    private static String partitions(List<EventContent.Partition> partitions) {
        return partitions.stream()
                .map(
                        partition ->
                                partition.name().isEmpty()
                                        ? partition.id().toString()
                                        : partition.name())
                .collect(Collectors.joining(", "));
    }

    private static String algorithms(List<String> algorithms) {
        return algorithms.isEmpty() ? "" : " with " + String.join(", ", algorithms);
    }

    private static String shown(Bytes bytes) {
        return bytes.length() <= SHOWN_BYTES
                ? bytes.hex()
                : bytes.slice(0, SHOWN_BYTES).hex() + "... (" + bytes.length() + " bytes)";
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
