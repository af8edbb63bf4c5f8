package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.engine.EngineException;
import oxt.engine.files.Images;
import oxt.engine.files.LaunchFile;
import oxt.made.Vms;
import oxt.model.Vm;

class LaunchFileTest {
    @TempDir Path folder;

    @Test
    void a_later_daemon_reads_what_an_earlier_one_launched() throws Exception {
        Path file = folder.resolve("launch.json");
        Vm vm = Vms.work();
        Launch launch = launch(vm);
        launch.write(file);
        assertEquals(Optional.of(vm), LaunchFile.read(file, vm.id()));
        assertEquals(launch, Launch.read(file, vm.id()));
    }

    @Test
    void what_an_older_daemon_wrote_is_enough_for_all_but_a_save() throws Exception {
        Path file = folder.resolve("launch.json");
        Vm vm = Vms.work();
        String older =
                Json.write(
                        Node.mapping(
                                Node.entry("accelerator", "tcg"),
                                Node.entry("vm", VmDocument.write(vm))));
        Files.writeString(file, older);
        assertEquals(Optional.of(vm), LaunchFile.read(file, vm.id()));
        EngineException lacking =
                assertThrows(EngineException.class, () -> Launch.read(file, vm.id()));
        assertEquals("launch-unreadable", lacking.problem().code());
    }

    static Launch launch(Vm vm) {
        Path image = Path.of("/images/minimal");
        return new Launch(
                vm,
                new QemuArgs.Surroundings(
                        Accelerator.TCG,
                        "pc-q35-7.2",
                        Path.of("/ovmf.fd"),
                        Map.of(
                                Vms.MINIMAL,
                                new Images.Files(
                                        Optional.of(image.resolve("vmlinuz")),
                                        Optional.empty(),
                                        Optional.of(image.resolve("disk.raw")),
                                        "quiet")),
                        Ports.of(vm)));
    }

    @Test
    void where_nothing_was_launched_nothing_is_read() throws Exception {
        assertEquals(Optional.empty(), LaunchFile.read(folder.resolve("none"), Vms.work().id()));
    }

    @Test
    void a_file_that_says_something_else_is_a_problem_and_not_a_vm() throws Exception {
        Path file = Files.writeString(folder.resolve("launch.json"), "{\"vm\": {\"name\": 7}}");
        EngineException unreadable =
                assertThrows(EngineException.class, () -> LaunchFile.read(file, Vms.work().id()));
        assertEquals("launch-unreadable", unreadable.problem().code());
    }
}
