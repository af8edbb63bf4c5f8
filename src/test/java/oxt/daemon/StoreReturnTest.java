package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ProblemException;
import oxt.store.Store;

final class StoreReturnTest {
    @TempDir private Path folder;

    @Test
    void a_store_is_taken_back_by_the_daemons_own_flag_and_a_backup_is_left() {
        Store.open(folder.resolve("oxt.db"), InstantSource.system()).close();

        StoreReturn.perform(List.of("--take-store-back", "1", "--state", folder.toString()));

        assertTrue(Files.exists(folder.resolve("oxt.db.bak")));
    }

    @Test
    void a_version_that_is_none_is_refused_before_anything_is_opened() {
        for (List<String> words :
                List.of(
                        List.of("--take-store-back"),
                        List.of("--take-store-back", "one"),
                        List.of("--take-store-back", "0", "--state", folder.toString()),
                        List.of("--take-store-back", "1", "--states", folder.toString()))) {
            assertThrows(ProblemException.class, () -> StoreReturn.perform(words));
        }
        assertTrue(Files.notExists(folder.resolve("oxt.db")));
    }

    @Test
    void a_backup_is_due_a_day_after_the_last_or_at_once_where_there_is_none() throws IOException {
        Instant now = Instant.parse("2026-11-22T10:15:30Z");
        Path backup = folder.resolve("backup");
        assertEquals(Duration.ZERO, DailyBackup.left(backup, now));

        Files.createFile(backup);
        assertEquals(Duration.ofHours(23), left(backup, now, Duration.ofHours(1)));
        assertEquals(Duration.ZERO, left(backup, now, Duration.ofDays(2)));
        assertEquals(Duration.ofDays(1), left(backup, now, Duration.ofDays(-3)));
    }

    private static Duration left(Path backup, Instant now, Duration age) throws IOException {
        Files.setLastModifiedTime(backup, FileTime.from(now.minus(age)));
        return DailyBackup.left(backup, now);
    }
}
