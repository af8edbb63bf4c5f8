package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.daemon.TestDaemon;

/** What the most frequent command does without, so that its start is not felt: docs/adr/0005. */
class StartTest {
    /** Each of these costs more than the rest of the command together. */
    private static final List<String> COSTLY =
            List.of(
                    "$$TypeSwitch",
                    "Initializing 'java/math/BigDecimal'",
                    "Initializing 'java/lang/foreign/Linker'",
                    "Initializing 'java/lang/ProcessBuilder'",
                    "Initializing 'java/util/logging/LogManager'",
                    "Initializing 'org/snakeyaml/",
                    "Initializing 'picocli/CommandLine'");

    @TempDir Path folder = Path.of("");

    @Test
    void a_list_of_vms_uses_nothing_that_is_slow_to_start()
            throws IOException, InterruptedException {
        try (TestDaemon _ = TestDaemon.begin(folder, TestDaemon.engine())) {
            Path run = TestDaemon.run(folder);
            Typist typist = Typist.program(run).answering("name: net\ntemplate: network\n");
            assertEquals(0, typist.type("vm", "create", "-").exit());
            List<String> words = Child.oxt("-Xlog:class+load,class+init:stdout");
            words.addAll(List.of("vm", "list"));
            String output = Child.output(run, "", words);
            assertTrue(output.contains("net   network  off"), output);
            assertEquals(
                    List.of(),
                    output.lines()
                            .filter(line -> COSTLY.stream().anyMatch(line::contains))
                            .toList());
        }
    }
}
