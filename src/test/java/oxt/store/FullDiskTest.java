package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import oxt.store.OtherProcess.Task;

/** A disk of 4 MiB, mounted where this test's other process alone sees it. */
@Timeout(120)
final class FullDiskTest {
    @TempDir private Path folder;
    private List<String> onSmallDisk = List.of();

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        onSmallDisk =
                List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=4m oxt-test \"$0\" && exec \"$@\"",
                        disk.toString());
        Process trial =
                new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "true")
                        .start();
        assumeTrue(trial.waitFor() == 0, "this user may not have namespaces of its own");
    }

    @Test
    void a_full_disk_is_named_and_loses_and_halves_nothing() throws Exception {
        Path file = folder.resolve("disk/oxt.db");
        try (OtherProcess other = OtherProcess.start(Task.FILL, file, 0, onSmallDisk)) {
            Matcher added = Pattern.compile("added (\\d+), found (\\d+)").matcher(other.line());
            assertTrue(added.matches());
            long count = Long.parseLong(added.group(1));
            long found = Long.parseLong(added.group(2));
            assertTrue(count > 10, "filled after " + count);
            assertEquals(count, found);

            assertEquals("store-disk-full", other.line());
            assertEquals("after space was made: " + (found + 1), other.line());
            assertTrue(other.line().startsWith("opened again: " + (found + 1) + " Intact"));
            assertEquals(0, other.await());
        }
    }
}
