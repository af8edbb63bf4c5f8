package oxt.engine.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.EngineException;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.plan.Carrier;

class RunFoldersTest {
    private static final VmId VM = new VmId(new UUID(0, 1));
    private static final NicName LAN = new NicName("lan");

    @TempDir Path folder;

    @Test
    void a_folder_whose_sockets_would_have_too_long_a_path_is_refused() {
        RunFolders folders = folders(folder.resolve("x".repeat(60)));
        EngineException refused = assertThrows(EngineException.class, () -> folders.make(VM));
        assertEquals("run-folder-too-long", refused.problem().code());
    }

    @Test
    void a_removed_run_folder_leaves_its_log() throws Exception {
        RunFolders folders = folders(folder);
        folders.make(VM);
        folders.make(VM);
        assertEquals(List.of(VM), folders.present());
        folders.remove(VM);
        folders.remove(VM);
        assertEquals(List.of(), folders.present());
        assertTrue(Files.exists(layout(folder).log(VM)));
    }

    @Test
    void a_cable_that_was_taken_out_stays_out_until_the_next_run() throws Exception {
        RunFolders folders = folders(folder);
        folders.make(VM);
        folders.begin(VM);
        assertEquals(Map.of(LAN, Carrier.UP), folders.carriers(VM, List.of(LAN)));
        folders.carrier(VM, LAN, Carrier.DOWN);
        assertEquals(Map.of(LAN, Carrier.DOWN), folders.carriers(VM, List.of(LAN)));
        folders.begin(VM);
        assertEquals(Map.of(LAN, Carrier.UP), folders.carriers(VM, List.of(LAN)));
    }

    @Test
    void logs_of_vms_that_are_long_gone_are_forgotten() throws Exception {
        RunFolders folders = folders(folder);
        folders.make(VM);
        for (int number = 2; number < 100; number++) {
            VmId vm = new VmId(new UUID(0, number));
            folders.make(vm);
            folders.remove(vm);
        }
        assertEquals(65, layout(folder).logs().toFile().list().length);
        assertTrue(Files.exists(layout(folder).log(VM)));
    }

    private static RunFolders folders(Path run) {
        return new RunFolders(layout(run), new VmUsers.Shared());
    }

    private static Layout layout(Path run) {
        return new Layout(run.resolve("state"), run.resolve("run"));
    }
}
