package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.EngineException;
import oxt.host.Systemd;
import oxt.host.TransientScope;
import oxt.made.Vms;

/** With a program in systemd's place that moves the process as systemd would, or does not. */
final class UnitPlacingTest {
    @TempDir private Path folder;
    private Process vm;

    @BeforeEach
    void begin() throws IOException {
        vm = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        vm.destroyForcibly().waitFor();
        if (Files.exists(cgroup())) {
            Files.delete(cgroup());
        }
    }

    @Test
    void what_systemd_says_against_it_is_passed_on() throws IOException {
        var placing = UnitPlacing.begin(answering("echo 'Access denied'; exit 1"), scope());

        var refused = assertThrows(EngineException.class, placing::await);

        assertEquals("systemd-refused", refused.problem().code());
        assertTrue(refused.problem().what().contains("Access denied"), refused.problem().what());
    }

    @Test
    void the_unit_of_the_run_before_is_waited_for()
            throws IOException, EngineException, InterruptedException {
        assumeTrue(Files.isWritable(hierarchy()), "There is no tree of cgroups to write to.");
        var placing =
                UnitPlacing.begin(
                        answering(
                                """
                                if ! [ -e %1$s/asked ]; then
                                    touch %1$s/asked
                                    echo 'Unit %2$s was already loaded'
                                    exit 1
                                fi
                                mkdir %3$s && echo %4$d >%3$s/cgroup.procs\
                                """
                                        .formatted(folder, scope().unit(), cgroup(), vm.pid())),
                        scope());

        placing.await();

        assertTrue(scope().holds());
    }

    private TransientScope scope() {
        return Cgroup.scope(Vms.work(), vm.pid());
    }

    private Systemd answering(String script) throws IOException {
        Path busctl = folder.resolve("busctl");
        Files.writeString(busctl, "#!/bin/sh\n" + script + "\n");
        assertTrue(busctl.toFile().setExecutable(true));
        return new Systemd(busctl, folder.resolve("bus"), Systemd.Whose.MACHINE);
    }

    private Path cgroup() {
        return hierarchy().resolve(scope().unit());
    }

    /** Where the tree of version 2 is, alone or beside the old one. */
    private static Path hierarchy() {
        return Stream.of("/sys/fs/cgroup/unified", "/sys/fs/cgroup")
                .map(Path::of)
                .filter(folder -> Files.exists(folder.resolve("cgroup.procs")))
                .findFirst()
                .orElse(Path.of("/nonexistent"));
    }
}
