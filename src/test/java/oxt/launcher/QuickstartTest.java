package oxt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From a built checkout to three running guests, again, and back. */
@Tag("guest")
class QuickstartTest {
    private static final List<String> VMS = List.of("net", "work", "personal");

    private final Shell shell = new Shell(Path.of("").toAbsolutePath());
    private final Path folder;
    private final Map<String, String> environment;

    QuickstartTest() throws IOException {
        // Short, because the names of Unix sockets are.
        folder = Files.createTempDirectory("oxt");
        // VMs of root run as other users, who must get through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        environment =
                Map.of(
                        "OXT_STATE", folder.resolve("state").toString(),
                        "OXT_RUN", folder.resolve("run").toString());
    }

    @AfterEach
    void takeAway() {
        run("./quickstart", "--down");
        run("rm", "-rf", folder.toString());
    }

    @Test
    void three_guests_run_after_it_and_nothing_is_left_after_down() {
        var first = run("./quickstart", "--yes");
        assertEquals(0, first.exit(), first.text());
        assertTrue(first.text().contains("Three things to try"), first.text());
        for (String vm : VMS) {
            assertTrue(isRunning(vm), first.text());
        }

        var second = run("./quickstart", "--yes");
        assertEquals(0, second.exit(), second.text());
        assertTrue(second.text().contains("Everything was there already"), second.text());

        var down = run("./quickstart", "--down");
        assertEquals(0, down.exit(), down.text());
        assertFalse(Files.exists(folder.resolve("state")), down.text());
        assertFalse(Files.exists(folder.resolve("run")), down.text());
        assertEquals(List.of(), processesOfOurs());

        var again = run("./quickstart", "--down");
        assertTrue(again.text().startsWith("There is nothing"), again.text());
    }

    private boolean isRunning(String vm) {
        return run("./oxt", "vm", "list")
                .text()
                .lines()
                .anyMatch(line -> line.matches(vm + "\\s.*\\srunning\\b.*"));
    }

    /** Whatever still names our folder: a QEMU, a daemon. */
    private List<String> processesOfOurs() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }

    private Shell.Output run(String... order) {
        return shell.run(environment, order);
    }
}
