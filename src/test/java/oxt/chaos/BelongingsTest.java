package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chaos tests see of a host. */
class BelongingsTest {
    private static final int LOOKS = 200;

    @Test
    void what_goes_away_during_a_look_does_not_hide_the_rest(@TempDir Path folder)
            throws Exception {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.createDirectories(run.resolve("vms/d15b05ab-1"));
        AtomicBoolean isOver = new AtomicBoolean();
        var busy =
                CompletableFuture.runAsync(
                        () -> {
                            while (!isOver.get()) {
                                Path passing = run.resolve("vms/passing/deeper");
                                passing.toFile().mkdirs();
                                passing.toFile().delete();
                                passing.getParent().toFile().delete();
                            }
                        });
        try {
            for (int look = 0; look < LOOKS; look++) {
                assertEquals(List.of("run/vms/d15b05ab-1/"), Belongings.named(folder, "d15b05ab"));
            }
        } finally {
            isOver.set(true);
            busy.join();
        }
    }
}
