package oxt.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Fuzzes every parser, each in a process of its own, as many at a time as there are processors.
 *
 * <p>{@code -Doxt.fuzz.seconds=N} says how long each gets; {@code -Doxt.fuzz.only=NAME} takes one
 * alone; {@code -Doxt.fuzz.corpus=keep} puts inputs that reach new code into the repository.
 */
@Tag("fuzz")
class FuzzTest {
    private static final int SECONDS = Integer.getInteger("oxt.fuzz.seconds", 60);
    private static final String ONLY = System.getProperty("oxt.fuzz.only", "");

    private static final ExecutorService TURNS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private static final List<Running> RUNNING = new ArrayList<>();

    private record Running(Target target, Future<FuzzRun.Result> result) {}

    @BeforeAll
    static void begin() {
        Targets.ALL.stream()
                .filter(target -> ONLY.isEmpty() || target.name().equals(ONLY))
                .forEach(
                        target ->
                                RUNNING.add(
                                        new Running(
                                                target,
                                                TURNS.submit(
                                                        () -> new FuzzRun(target).run(SECONDS)))));
    }

    @AfterAll
    static void end() {
        TURNS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> no_input_makes_a_parser_throw_hang_or_grow() {
        return RUNNING.stream()
                .map(
                        running ->
                                DynamicTest.dynamicTest(
                                        running.target().name(),
                                        () -> check(running.result().get())));
    }

    private static void check(FuzzRun.Result result) {
        System.out.println(result.summary());
        assertTrue(result.finds().isEmpty(), () -> result.summary() + "\n" + result.words());
        assertTrue(result.inputs() > 0, () -> "no input was tried: " + result.words());
    }
}
