package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import oxt.host.FileTree;
import oxt.store.Script.Promise;
import oxt.store.SimulatedDisk.Fate;

/**
 * The power goes at hundreds of moments of one recorded life of a store: from its making over two
 * sessions with many writers, checkpoints and backups to its end.
 */
@Timeout(300)
class PowerLossTest {
    private static final int LOSSES = Integer.getInteger("oxt.power.losses", 250);
    private static final int SESSIONS = 2;

    /** Enough for SQLite to bring its log home within a session, which it does every 4 MB. */
    private static final int ROUNDS = 14;

    private static final ScriptCheck CHECK = new ScriptCheck(Promise.POWER_LOSS);

    @TempDir private Path folder;

    @Test
    void no_acknowledged_write_is_lost_when_the_power_goes_at_any_moment() throws Exception {
        assumeTrue(hasStrace(), "strace is not there, or may not trace: apt-get install strace");
        List<DiskEvent> events = record();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeSet<Integer> moments = new TreeSet<>();
        while (moments.size() < LOSSES) {
            moments.add(random.nextInt(events.size()) + 1);
        }
        SimulatedDisk disk = new SimulatedDisk(folder.resolve("disk"));
        List<String> said = new ArrayList<>();
        for (int moment = 1; moment <= events.size(); moment++) {
            DiskEvent event = events.get(moment - 1);
            disk.take(event);
            if (event instanceof DiskEvent.Say(var line) && line.matches("\\d+ \\d+")) {
                // The others are from programs that sqlite-jdbc asks about this machine.
                said.add(line);
            }
            if (moments.contains(moment)) {
                Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
                lose(disk, said, fate, random, "seed " + seed + ", moment " + moment);
            }
        }
        System.out.println(
                LOSSES + " losses among " + events.size() + " events, " + said.size() + " words");
    }

    private void lose(SimulatedDisk disk, List<String> said, Fate fate, Random random, String where)
            throws IOException {
        Path found = folder.resolve("found");
        FileTree.remove(found);
        disk.lose(fate, random, found);
        try {
            CHECK.check(found.resolve("state/oxt.db"), promised(said));
        } catch (RuntimeException | AssertionError lost) {
            throw new AssertionError(where + ", " + fate + ": " + lost.getMessage(), lost);
        }
    }

    /** Of every writer, also of those that had no word yet. */
    private static Map<Integer, Integer> promised(List<String> said) {
        Map<Integer, Integer> promised = new HashMap<>();
        for (int writer = 0; writer < SESSIONS * ScriptedWriter.WRITERS; writer++) {
            promised.put(writer, 0);
        }
        promised.putAll(CHECK.acknowledged(said));
        return promised;
    }

    private List<DiskEvent> record() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk")).toRealPath();
        Path record = folder.resolve("record");
        Process process =
                ScriptedWriter.begin(
                        DiskRecord.strace(record),
                        disk.resolve("state/oxt.db"),
                        0,
                        ROUNDS,
                        SESSIONS);
        process.getInputStream().readAllBytes();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        List<DiskEvent> events = DiskRecord.read(record, disk);
        assertTrue(
                events.stream().filter(DiskEvent.SyncDone.class::isInstance).count() > 100,
                "hardly any sync was recorded: " + events.size() + " events");
        return events;
    }

    /** Some machines do not let their users trace. */
    private boolean hasStrace() throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(DiskRecord.strace(folder.resolve("trial")));
            command.add("true");
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
