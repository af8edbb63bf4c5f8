package oxt.engine.xen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.host.PosixFiles;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.TableName;
import oxt.model.Vm;

/**
 * Puts a VM's firmware tables together, checked, in one file of its run folder for each kind.
 *
 * @param tables the folder with the administrator's files
 */
record FirmwareFiles(Path tables) {
    static final FirmwareFiles DEBIAN = new FirmwareFiles(Path.of("/etc/oxt/tables"));

    /** Licences' keys may be in it. */
    private static final String MODE = "rw-------";

    /** The ACPI tables one after the other; nothing where the VM has none of its own. */
    Optional<Path> acpi(Vm vm, Layout layout) throws IOException, EngineException {
        return written(
                vm.xen().acpiTables(),
                FirmwareTables::acpi,
                layout.runFolder(vm.id()).resolve("acpi-tables"));
    }

    /** The SMBIOS structures, each behind its length. */
    Optional<Path> smbios(Vm vm, Layout layout) throws IOException, EngineException {
        return written(
                vm.xen().smbiosTables(),
                FirmwareTables::smbios,
                layout.runFolder(vm.id()).resolve("smbios-tables"));
    }

    /** What makes one content of many, or says what is wrong with them. */
    private interface Joining {
        Reading<byte[]> of(List<FirmwareTables.Table> tables);
    }

    private Optional<Path> written(List<TableName> names, Joining joining, Path file)
            throws IOException, EngineException {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<FirmwareTables.Table> read = new ArrayList<>();
        for (TableName name : names) {
            read.add(read(name));
        }
        switch (joining.of(read)) {
            case Reading.Good<byte[]>(var content) ->
                    PosixFiles.replaceUnsynced(file, content, MODE);
            case Reading.Bad<byte[]>(var problems) ->
                    throw new EngineException(problems.getFirst());
        }
        return Optional.of(file);
    }

    private FirmwareTables.Table read(TableName name) throws IOException, EngineException {
        Path file = tables.resolve(name.text());
        if (!Files.isRegularFile(file)) {
            throw new EngineException(
                    new Problem.Missing(
                            "no-such-firmware-table",
                            "There is no file " + file + ".",
                            "Put the table into it, or take " + name + " out of the document."));
        }
        try (var content = Files.newInputStream(file)) {
            return new FirmwareTables.Table(name, content.readNBytes(FirmwareTables.LARGEST + 1));
        }
    }
}
