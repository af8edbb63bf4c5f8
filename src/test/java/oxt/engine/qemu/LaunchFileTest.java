package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.EngineException;
import oxt.made.Vms;
import oxt.model.Vm;

class LaunchFileTest {
    @TempDir Path folder;

    @Test
    void a_later_daemon_reads_what_an_earlier_one_launched() throws Exception {
        Path file = folder.resolve("launch.json");
        Vm vm = Vms.work();
        LaunchFile.write(file, vm, Accelerator.TCG);
        assertEquals(Optional.of(vm), LaunchFile.read(file, vm.id()));
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
