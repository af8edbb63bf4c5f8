package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.engine.xen.FirmwareTables.Table;
import oxt.model.Reading;
import oxt.model.TableName;

class FirmwareTablesTest {
    private static final String KEY = "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY";

    @Test
    void acpi_tables_stand_one_after_the_other() {
        byte[] both = FirmwareTables.acpi(List.of(table(msdm()), table(slic()))).orThrow();
        assertEquals(85 + 374, both.length);
        assertEquals("SLIC", new String(both, 85, 4, StandardCharsets.US_ASCII));
    }

    @Test
    void an_acpi_table_that_firmware_would_stumble_over_is_refused() {
        byte[] flipped = msdm();
        flipped[60]++;
        assertWrong("checksum", flipped);
        assertWrong("it says that it has 85 bytes", Arrays.copyOf(msdm(), 84));
        assertWrong("it has 20 bytes", Arrays.copyOf(msdm(), 20));
        assertWrong("it has 0 bytes", new byte[0]);
        assertWrong("signature", acpi("ms\0m", 85));
        assertWrong("no key", acpi("MSDM", 85));
        byte[] two = Arrays.copyOf(msdm(), 170);
        System.arraycopy(msdm(), 0, two, 85, 85);
        assertWrong("it has 170", two);
    }

    @Test
    void a_licences_key_is_in_no_message() {
        byte[] flipped = msdm();
        flipped[0]++;
        assertFalse(FirmwareTables.acpi(List.of(table(flipped))).toString().contains("ABCDE"));
    }

    @Test
    void every_bad_table_is_told_at_once() {
        var bad =
                assertInstanceOf(
                        Reading.Bad.class,
                        FirmwareTables.acpi(List.of(table(new byte[3]), table(new byte[4]))));
        assertEquals(2, bad.problems().size());
    }

    @Test
    void an_smbios_structure_stands_behind_its_length() {
        byte[] structure = {11, 5, 0, 3, 1, 'o', 'x', 't', 0, 0};
        assertArrayEquals(
                new byte[] {10, 0, 0, 0, 11, 5, 0, 3, 1, 'o', 'x', 't', 0, 0},
                FirmwareTables.smbios(List.of(table(structure))).orThrow());
    }

    @Test
    void an_smbios_structure_that_firmware_would_stumble_over_is_refused() {
        assertWrongSmbios("of type 1,", 1, 5, 0, 3, 1, 'o', 0, 0);
        assertWrongSmbios("of type 4,", 4, 5, 0, 3, 1, 'o', 0, 0);
        assertWrongSmbios("fixed part has 200", 11, 200, 0, 3, 1, 'o', 0, 0);
        assertWrongSmbios("fixed part has 2", 11, 2, 0, 3, 1, 'o', 0, 0);
        assertWrongSmbios("two zeros", 11, 5, 0, 3, 1, 'o', 'x', 0);
        assertWrongSmbios("follows", 11, 5, 0, 3, 1, 'o', 0, 0, 7);
        assertWrongSmbios("it has 3 bytes", 11, 5, 0);
    }

    private static void assertWrong(String why, byte[] content) {
        String said = FirmwareTables.acpi(List.of(table(content))).toString();
        assertTrue(said.contains(why), said);
    }

    private static void assertWrongSmbios(String why, int... content) {
        byte[] bytes = new byte[content.length];
        for (int index = 0; index < content.length; index++) {
            bytes[index] = (byte) content[index];
        }
        String said = FirmwareTables.smbios(List.of(table(bytes))).toString();
        assertTrue(said.contains(why), said);
    }

    private static Table table(byte[] content) {
        return new Table(new TableName("table"), content);
    }

    private static byte[] msdm() {
        byte[] table = acpi("MSDM", 85);
        System.arraycopy(KEY.getBytes(StandardCharsets.US_ASCII), 0, table, 56, KEY.length());
        return summed(table);
    }

    private static byte[] slic() {
        return acpi("SLIC", 374);
    }

    private static byte[] acpi(String signature, int length) {
        byte[] table = new byte[length];
        System.arraycopy(signature.getBytes(StandardCharsets.US_ASCII), 0, table, 0, 4);
        ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length);
        return summed(table);
    }

    private static byte[] summed(byte[] table) {
        table[9] = 0;
        int sum = 0;
        for (byte each : table) {
            sum += each;
        }
        table[9] = (byte) -sum;
        return table;
    }
}
