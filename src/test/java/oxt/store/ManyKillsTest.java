package oxt.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.store.Script.Promise;

/**
 * Kills a process that writes, at random moments of its life: while it makes or opens the store,
 * brings the log of the one that was killed before it home, writes, or closes.
 */
@Tag("kills")
final class ManyKillsTest {
    private static final int KILLS = Integer.getInteger("oxt.kills", 200);

    private static final ScriptCheck CHECK = new ScriptCheck(Promise.KILL);

    /** Each lane has a store of its own; a lane for each processor. */
    private static final int LANES = 2;

    /** Who was not killed by then has closed the store, and ends. */
    private static final int ROUNDS = 200;

    /** So that no store lets go of ended plans, which would look as if they were lost. */
    private static final int KILLS_OF_A_STORE =
            JournalChanges.ENDED_PLANS_KEPT / (ROUNDS * ScriptedWriter.WRITERS);

    @TempDir private Path folder;

    @Test
    void no_acknowledged_write_is_lost_in_200_kills() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<Future<Integer>> lanes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
            for (int lane = 0; lane < LANES; lane++) {
                Path own = Files.createDirectory(folder.resolve("lane" + lane));
                Random random = new Random(seed + lane);
                lanes.add(threads.submit(() -> kill(own, random, KILLS / LANES)));
            }
        }
        int acknowledged = 0;
        for (Future<Integer> lane : lanes) {
            acknowledged += lane.get();
        }
        System.out.println(KILLS + " kills, " + acknowledged + " acknowledged writes");
        if (acknowledged < KILLS) {
            throw new AssertionError("too few to mean anything: " + acknowledged);
        }
    }

    private static int kill(Path folder, Random random, int kills) throws Exception {
        Path file = folder.resolve("state/oxt.db");
        Map<Integer, Integer> acknowledged = new HashMap<>();
        int written = 0;
        long lifeMillis = 1_000;
        for (int kill = 0; kill < kills; kill++) {
            if (kill % KILLS_OF_A_STORE == 0) {
                file = folder.resolve("state" + kill + "/oxt.db");
                acknowledged.clear();
            }
            int writer = kill * ScriptedWriter.WRITERS;
            Life life = Life.of(file, writer, random.nextLong(lifeMillis));
            // A third of the moments are before its first word, however fast this machine is.
            lifeMillis = Math.max(50, life.birthMillis().orElse(lifeMillis) * 3 / 2);
            for (int one = writer; one < writer + ScriptedWriter.WRITERS; one++) {
                acknowledged.put(one, 0);
            }
            acknowledged.putAll(CHECK.acknowledged(life.lines()));
            written += life.lines().size();
            CHECK.check(file, acknowledged);
        }
        return written;
    }

    /**
     * One process, from its start to its end.
     *
     * @param birthMillis from its start to its first word, where it had one
     */
    private record Life(List<String> lines, OptionalLong birthMillis) {

        static Life of(Path file, int writer, long millis) throws Exception {
            Process process = ScriptedWriter.begin(List.of(), file, writer, ROUNDS, 1);
            long begin = System.nanoTime();
            FutureTask<Life> reading = new FutureTask<>(() -> read(process, begin));
            Thread.ofVirtual().start(reading);
            TimeUnit.MILLISECONDS.sleep(millis);
            // Not the process itself, which would throw away what was printed and not yet read.
            process.toHandle().destroyForcibly();
            process.waitFor();
            return reading.get();
        }

        private static Life read(Process process, long begin) throws IOException {
            List<String> lines = new ArrayList<>();
            OptionalLong birth = OptionalLong.empty();
            InputStream in = new BufferedInputStream(process.getInputStream());
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                    if (birth.isEmpty()) {
                        birth = OptionalLong.of((System.nanoTime() - begin) / 1_000_000);
                    }
                } else {
                    line.append((char) next);
                }
            }
            return new Life(lines, birth);
        }
    }
}
