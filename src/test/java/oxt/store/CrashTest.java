package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import oxt.store.OtherProcess.Task;

/** Processes that write and are killed, over and over on one store. */
@Timeout(300)
final class CrashTest {
    private static final int ROUNDS = 20;
    private static final int LONGEST_LIFE_MILLIS = 120;

    @TempDir private Path folder;

    @Test
    void no_acknowledged_change_is_lost_and_none_is_half_made_when_the_writer_is_killed()
            throws Exception {
        Path file = folder.resolve("state/oxt.db");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            int life = random.nextInt(LONGEST_LIFE_MILLIS);
            acknowledged.addAll(runAndBeKilled(Task.WRITE, file, round, life));
            check(file, acknowledged, "seed " + seed + ", round " + round);
        }
        assertTrue(acknowledged.size() > ROUNDS, "too few to mean anything: " + acknowledged);
    }

    @Test
    void a_step_that_was_noted_is_in_the_journal_when_the_daemon_is_killed() throws Exception {
        for (int round = 0; round < 3; round++) {
            Path file = folder.resolve("noted-" + round + "/oxt.db");
            Files.createDirectories(file.getParent());
            Set<String> noted = runAndBeKilled(Task.NOTE, file, round, 20 * round);
            try (Store store = Store.open(file, InstantSource.system())) {
                JournalledPlan plan = store.read(now -> now.journal().unfinished()).getFirst();
                assertTrue(plan.steps().size() >= noted.size(), noted::toString);
                assertTrue(plan.steps().stream().allMatch(step -> step.state() == StepState.BEGUN));
            }
        }
    }

    private static Set<String> runAndBeKilled(Task task, Path file, int round, int lifeMillis)
            throws IOException, InterruptedException {
        Set<String> acknowledged = new HashSet<>();
        try (OtherProcess writer = OtherProcess.start(task, file, round, List.of())) {
            acknowledged.add(writer.line());
            TimeUnit.MILLISECONDS.sleep(lifeMillis);
            writer.kill();
            for (String line = writer.line(); !line.isEmpty(); line = writer.line()) {
                acknowledged.add(line);
            }
        }
        return acknowledged;
    }

    private static void check(Path file, Set<String> acknowledged, String where) {
        try (Store store = Store.open(file, InstantSource.system())) {
            Set<String> found = new HashSet<>();
            store.read(now -> now.vms().all())
                    .forEach(vm -> found.add(vm.name().text().substring("vm-".length())));
            Set<String> lost = new HashSet<>(acknowledged);
            lost.removeAll(found);
            assertEquals(Set.of(), lost, where);

            AuditVerdict verdict = store.read(now -> now.audit().verify());
            AuditVerdict.Intact intact =
                    assertInstanceOf(AuditVerdict.Intact.class, verdict, where);
            assertEquals(found.size(), intact.head().sequence(), where);
            assertEquals(found.size(), store.<Long>read(now -> now.events().newest()), where);
        }
        assertFalse(Files.exists(file.resolveSibling("oxt.db-wal")), where);
    }
}
