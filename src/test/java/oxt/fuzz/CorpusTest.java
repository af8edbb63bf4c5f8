package oxt.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Gives every parser all that is in its corpus, once: what was found by fuzzing stays mended. A
 * find that was a mistake of ours is named for it; the others have names made of their bytes.
 */
class CorpusTest {
    /** One input takes microseconds; a machine that is busy gets its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TestFactory
    Stream<DynamicTest> each_input_of_the_corpus_is_read_or_refused() {
        return Targets.ALL.stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> takeAll(target)));
    }

    private static void takeAll(Target target) throws IOException {
        for (Path file : target.inputs()) {
            byte[] bytes = Files.readAllBytes(file);
            assertTimeoutPreemptively(
                    PATIENCE, () -> target.input().take(bytes), file.getFileName().toString());
        }
    }

    @Test
    void each_folder_of_the_corpus_is_of_a_parser_and_has_inputs() throws IOException {
        List<String> folders =
                files(Path.of("src/test/resources/corpus")).stream()
                        .filter(Files::isDirectory)
                        .filter(folder -> !isEmpty(folder))
                        .map(folder -> folder.getFileName().toString())
                        .toList();
        assertEquals(Targets.ALL.stream().map(Target::name).sorted().toList(), folders);
    }

    private static boolean isEmpty(Path folder) {
        try {
            return files(folder).isEmpty();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
