package oxt.engine.xen;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.files.Layout;

/** A shell in the place of xl, that waits for a line which never comes. */
class XlOrphansTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String WAITS = "echo begun; read line";

    @TempDir private Path folder;

    private final List<Process> begun = new ArrayList<>();
    private Layout layout;

    @BeforeEach
    void begin() throws IOException {
        layout = new Layout(folder.resolve("state"), folder.resolve("run"));
        Files.copy(Path.of("/bin/sh"), folder.resolve("xl"), COPY_ATTRIBUTES);
    }

    @AfterEach
    void end() {
        begun.forEach(Process::destroyForcibly);
    }

    @Test
    void what_xl_does_with_the_daemons_files_is_ended() throws Exception {
        Process creates = xl(configuration());
        Process saves = xl(layout.state().resolve("vms/1/saved/memory"));
        XlOrphans.end(layout);
        assertTrue(creates.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it makes a domain");
        assertTrue(saves.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it saves one");
    }

    @Test
    void debians_shell_that_looks_which_xl_to_be_is_ended() throws Exception {
        Path named = Files.createDirectory(folder.resolve("bin")).resolve("xl");
        Files.writeString(named, WAITS);
        Process looks = started("/bin/sh", named.toString(), configuration().toString());
        XlOrphans.end(layout);
        assertTrue(looks.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void who_looks_after_a_domain_that_is_made_goes_on() throws Exception {
        Process looksAfter = started("setsid", shell(), "-c", WAITS, configuration().toString());
        XlOrphans.end(layout);
        assertTrue(looksAfter.isAlive());
    }

    @Test
    void an_administrators_own_xl_and_another_daemons_go_on() throws Exception {
        Process own = xl(folder.resolve("their.cfg"));
        Process anothers = xl(folder.resolve("run-of-another/vms/1/xl.cfg"));
        XlOrphans.end(layout);
        assertEquals(List.of(true, true), List.of(own.isAlive(), anothers.isAlive()));
    }

    /** In the daemon's run folder. */
    private Path configuration() {
        return layout.run().resolve("vms/1/xl.cfg");
    }

    private String shell() {
        return folder.resolve("xl").toString();
    }

    /** With a word that the shell does not look at. */
    private Process xl(Path file) throws IOException {
        return started(shell(), "-c", WAITS, file.toString());
    }

    /** Returns when it is what it is to be, and no copy of this process any more. */
    private Process started(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        begun.add(process);
        assertEquals("begun", process.inputReader().readLine());
        return process;
    }
}
