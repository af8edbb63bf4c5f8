package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.VmDocument;
import oxt.api.Yaml;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.model.Vm;
import oxt.model.VmId;

class FirmwareFilesTest {
    @TempDir Path folder;

    private final byte[] ssdt = acpi("SSDT");
    private final byte[] slic = acpi("SLIC");
    private final byte[] oemStrings = {11, 5, 0, 1, 1, 'o', 'x', 't', 0, 0};
    private FirmwareFiles files;
    private Layout layout;

    @BeforeEach
    void prepare() throws IOException {
        files = new FirmwareFiles(Files.createDirectories(folder.resolve("tables")));
        layout = new Layout(folder.resolve("state"), folder.resolve("run"));
        Files.write(files.tables().resolve("ssdt"), ssdt);
        Files.write(files.tables().resolve("slic.bin"), slic);
        Files.write(files.tables().resolve("type11"), oemStrings);
    }

    @Test
    void tables_arrive_in_the_written_configuration() throws IOException, EngineException {
        Vm vm = vm("acpi-tables: [ssdt, slic.bin], smbios-tables: [type11]");
        Path acpi = layout.runFolder(vm.id()).resolve("acpi-tables");
        Path smbios = layout.runFolder(vm.id()).resolve("smbios-tables");
        String text = configuration(vm);
        assertTrue(text.contains("\nacpi_firmware = \"" + acpi + "\"\n"), text);
        assertTrue(text.contains("\nsmbios_firmware = \"" + smbios + "\"\n"), text);
        assertArrayEquals(joined(ssdt, slic), Files.readAllBytes(acpi));
        assertArrayEquals(
                joined(new byte[] {(byte) oemStrings.length, 0, 0, 0}, oemStrings),
                Files.readAllBytes(smbios));
    }

    @Test
    void what_may_hold_a_licence_is_for_nobody_else_to_read() throws IOException, EngineException {
        Path file = files.acpi(vm("acpi-tables: [slic.bin]"), layout).orElseThrow();
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void a_vm_without_tables_has_no_such_keys_and_no_such_files()
            throws IOException, EngineException {
        Vm vm = vm("type: hvm");
        assertFalse(configuration(vm).contains("_firmware"));
        try (var nothing = Files.list(layout.runFolder(vm.id()))) {
            assertEquals(0, nothing.count());
        }
    }

    @Test
    void a_table_that_is_not_there_is_named() {
        var missing =
                assertThrows(
                        EngineException.class,
                        () -> files.acpi(vm("acpi-tables: [ssdt, msdm]"), layout));
        assertEquals("no-such-firmware-table", missing.problem().code());
        assertTrue(missing.problem().what().contains("tables/msdm"), missing.problem()::what);
    }

    @Test
    void a_table_that_firmware_would_stumble_over_is_refused() throws IOException {
        slic[5]++;
        Files.write(files.tables().resolve("slic.bin"), slic);
        var bad =
                assertThrows(
                        EngineException.class,
                        () -> files.acpi(vm("acpi-tables: [slic.bin]"), layout));
        assertEquals("bad-firmware-table", bad.problem().code());
    }

    private String configuration(Vm vm) throws IOException, EngineException {
        return XlConfig.of(
                        vm,
                        new XlConfig.Surroundings(
                                new XenVersion(4, 20),
                                layout,
                                Map.of(),
                                Map.of(),
                                files.acpi(vm, layout),
                                files.smbios(vm, layout)))
                .orThrow();
    }

    private Vm vm(String xen) {
        Vm vm =
                VmDocument.read(
                                Yaml.read(
                                                "{name: work, boot: {firmware: bios}, disks:"
                                                        + " [{name: root, blank: 1GiB}], xen: {"
                                                        + xen
                                                        + "}}")
                                        .orThrow(),
                                new VmId(new UUID(0, 1)))
                        .orThrow();
        try {
            Files.createDirectories(layout.runFolder(vm.id()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return vm;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    /** With a checksum that is right. */
    private static byte[] acpi(String signature) {
        byte[] table =
                ByteBuffer.allocate(40)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(signature.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .putInt(40)
                        .array();
        int sum = 0;
        for (byte each : table) {
            sum += each;
        }
        table[9] = (byte) -sum;
        return table;
    }
}
