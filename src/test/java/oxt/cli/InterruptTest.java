package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.daemon.TestDaemon;
import oxt.engine.sim.SimEngine;

/** Ctrl-C while something long is under way. */
class InterruptTest {
    @TempDir Path folder = Path.of("");

    @Test
    void ctrl_c_cancels_what_is_under_way_and_waits_until_it_is_taken_back()
            throws IOException, InterruptedException {
        SimEngine deaf = new SimEngine(_ -> SimEngine.Guest.STUBBORN);
        try (TestDaemon _ = TestDaemon.begin(folder, deaf)) {
            Path run = TestDaemon.run(folder);
            Typist typist = Typist.program(run).answering("name: net\ntemplate: network\n");
            typist.type("vm", "create", "-");
            typist.type("vm", "start", "net");
            // Where the test is a shell's background job, children ignore Ctrl-C.
            List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
            words.addAll(Child.oxt());
            words.addAll(List.of("vm", "stop", "net", "--patience", "600s"));
            Process stop = Child.builder(run, words).start();
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(stop.getInputStream(), StandardCharsets.UTF_8));
            String first = lines.readLine();
            while (first != null && !first.contains("wait until off")) {
                first = lines.readLine();
            }
            new ProcessBuilder("kill", "-INT", Long.toString(stop.pid())).start().waitFor();
            String rest = lines.lines().collect(Collectors.joining("\n"));
            assertTrue(stop.waitFor(60, TimeUnit.SECONDS));
            assertEquals(130, stop.exitValue());
            assertEquals(
                    """
                    Cancelling: what was begun is taken back. Ctrl-C again leaves that to the daemon.
                    net: cancelled; what was begun is taken back.""",
                    rest);
            assertTrue(typist.type("vm", "list").out().contains("running"));
        }
    }
}
