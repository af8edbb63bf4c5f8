package oxt.engine.xen;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.TableName;

/**
 * Tables that a guest's firmware takes besides its own, put together as Xen's firmware reads them.
 *
 * <p>It trusts every length in them and checks nothing, so all is checked here. What is in a table
 * may be a licence's key: it is in no message.
 */
public final class FirmwareTables {
    /** The largest that we know, a SLIC, has 374 bytes; code of a DSDT's size has no place here. */
    static final int LARGEST = 1 << 16;

    private static final int ACPI_HEADER = 36;
    private static final int MSDM_LENGTH = 85;
    private static final int MSDM_KEY = 56;
    private static final Pattern SIGNATURE = Pattern.compile("[A-Z0-9_]{4}");
    private static final Pattern LICENCE_KEY = Pattern.compile("[A-Z0-9]{5}(-[A-Z0-9]{5}){4}");

    private static final int SMBIOS_HEADER = 4;

    /**
     * Those that Xen's firmware lets be replaced; type 1 is not ours to give: it has the VM's id.
     */
    private static final Set<Integer> SMBIOS_TYPES = Set.of(0, 2, 3, 11, 22, 39);

    private static final int FIRST_OF_VENDOR = 128;

    /** One file's name and content. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Table(TableName name, byte[] content) {}

    private FirmwareTables() {}

    /** ACPI tables one after the other, or all that is wrong with them. */
    public static Reading<byte[]> acpi(List<Table> tables) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Problem> problems = new ArrayList<>();
        for (Table table : tables) {
            wrongAcpi(table.content())
                    .ifPresentOrElse(
                            why -> problems.add(problem(table, "ACPI table", why)),
                            () -> all.writeBytes(table.content()));
        }
        return problems.isEmpty() ? Reading.good(all.toByteArray()) : new Reading.Bad<>(problems);
    }

    /** SMBIOS structures, each behind its length in 32 bits, or all that is wrong with them. */
    public static Reading<byte[]> smbios(List<Table> tables) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Problem> problems = new ArrayList<>();
        for (Table table : tables) {
            byte[] content = table.content();
            Optional<String> why = wrongSmbios(content);
            if (why.isPresent()) {
                problems.add(problem(table, "SMBIOS structure", why.get()));
                continue;
            }
            ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            all.writeBytes(length.putInt(content.length).array());
            all.writeBytes(content);
        }
        return problems.isEmpty() ? Reading.good(all.toByteArray()) : new Reading.Bad<>(problems);
    }

    private static Optional<String> wrongAcpi(byte[] table) {
        if (table.length < ACPI_HEADER || table.length > LARGEST) {
            return Optional.of("it has " + table.length + " bytes");
        }
        String signature = new String(table, 0, 4, StandardCharsets.ISO_8859_1);
        if (!SIGNATURE.matcher(signature).matches()) {
            return Optional.of("it does not begin with a signature");
        }
        int length = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        if (length != table.length) {
            return Optional.of(
                    "it says that it has " + length + " bytes, and it has " + table.length);
        }
        int sum = 0;
        for (byte each : table) {
            sum += each;
        }
        if ((sum & 0xff) != 0) {
            return Optional.of("its checksum is wrong");
        }
        return signature.equals("MSDM") && !hasLicenceKey(table)
                ? Optional.of("it has no key where an MSDM table has one")
                : Optional.empty();
    }

    private static boolean hasLicenceKey(byte[] table) {
        return table.length == MSDM_LENGTH
                && LICENCE_KEY
                        .matcher(
                                new String(
                                        table,
                                        MSDM_KEY,
                                        MSDM_LENGTH - MSDM_KEY,
                                        StandardCharsets.ISO_8859_1))
                        .matches();
    }

    /** A header, the rest of what has a fixed form, then texts up to two zeros (DSP0134, 6.1). */
    private static Optional<String> wrongSmbios(byte[] structure) {
        if (structure.length < SMBIOS_HEADER + 2 || structure.length > LARGEST) {
            return Optional.of("it has " + structure.length + " bytes");
        }
        int type = structure[0] & 0xff;
        if (!SMBIOS_TYPES.contains(type) && type < FIRST_OF_VENDOR) {
            return Optional.of("it is of type " + type + ", which Xen's firmware does not take");
        }
        int formed = structure[1] & 0xff;
        if (formed < SMBIOS_HEADER || formed + 2 > structure.length) {
            return Optional.of("it says that its fixed part has " + formed + " bytes");
        }
        for (int index = formed; index < structure.length - 1; index++) {
            if (structure[index] == 0 && structure[index + 1] == 0) {
                return index == structure.length - 2
                        ? Optional.empty()
                        : Optional.of("something follows its end");
            }
        }
        return Optional.of("it does not end with two zeros");
    }

    private static Problem problem(Table table, String kind, String why) {
        return new Problem.Invalid(
                "bad-firmware-table",
                "File " + table.name() + " in /etc/oxt/tables is no " + kind + ": " + why + ".",
                "Put the table into the file as it was read from firmware, one in each file.");
    }
}
