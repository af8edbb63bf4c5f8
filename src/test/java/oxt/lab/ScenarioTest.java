package oxt.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTest {
    @TempDir Path folder;

    @Test
    void its_head_says_what_it_shows_and_needs() throws IOException {
        Path file =
                written(
                        "#!/bin/bash\n# It runs.\n# boot: systemd\n# patience: 90 s\n\n# boot: none\n");
        assertEquals(
                new Scenario("it", "It runs.", Scenario.Kind.SYSTEMD, Duration.ofSeconds(90), file),
                Scenario.read(file));
    }

    @Test
    void without_a_sentence_it_is_none() throws IOException {
        Path file = written("#!/bin/bash\nxl info\n");
        assertThrows(IllegalArgumentException.class, () -> Scenario.read(file));
    }

    @Test
    void each_scenario_of_the_lab_can_be_read_and_begins_with_what_they_share() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("lab/xen/scenarios"))) {
            for (Path file : files.toList()) {
                Scenario scenario = Scenario.read(file);
                assertTrue(scenario.sentence().endsWith("."), scenario::name);
                assertTrue(
                        Files.readAllLines(file).contains(". /usr/lib/lab/scenario"),
                        scenario::name);
            }
        }
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("it"), text);
    }
}
