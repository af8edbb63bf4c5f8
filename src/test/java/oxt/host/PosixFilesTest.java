package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ProblemException;

final class PosixFilesTest {
    @TempDir private Path folder;

    @Test
    void a_folder_gets_its_permissions_whether_it_was_there_or_not() throws IOException {
        Path deep = folder.resolve("a/b");

        PosixFiles.makeFolder(deep, "rwx--x---");
        assertEquals("rwx--x---", permissions(deep));

        PosixFiles.makeFolder(deep, "rwx------");
        assertEquals("rwx------", permissions(deep));
    }

    @Test
    void root_gives_a_folder_to_a_user_without_a_name() throws IOException {
        assumeTrue(Accounts.ownUserId() == 0, "only root gives files away");
        Path given = folder.resolve("given");
        PosixFiles.makeFolder(given, "rwx------");

        PosixFiles.give(given, new PosixFiles.Owner(1_500_000_001, 1_500_000_002));

        assertEquals(1_500_000_001, Files.getAttribute(given, "unix:uid"));
        assertEquals(1_500_000_002, Files.getAttribute(given, "unix:gid"));
    }

    @Test
    void a_link_is_given_itself_and_not_what_it_leads_to() throws IOException {
        assumeTrue(Accounts.ownUserId() == 0, "only root gives files away");
        Path target = Files.writeString(folder.resolve("target"), "");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        PosixFiles.give(link, new PosixFiles.Owner(1_500_000_001, 1_500_000_001));

        assertEquals(0, Files.getAttribute(target, "unix:uid"));
    }

    @Test
    void a_file_is_replaced_whole_and_nothing_is_left_beside_it() throws IOException {
        Path file = folder.resolve("file");

        PosixFiles.replace(file, "old", "rw-------");
        PosixFiles.replace(file, "new", "rw-r-----");

        assertEquals("new", Files.readString(file));
        assertEquals("rw-r-----", permissions(file));
        assertEquals(1, count(folder));
    }

    @Test
    void a_reader_sees_the_old_or_the_new_and_never_half() throws Exception {
        Path file = folder.resolve("file");
        String one = "1".repeat(100_000);
        String two = "2".repeat(100_000);
        PosixFiles.replace(file, one, "rw-------");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> alternate(file, one, two));
            while (!writer.isDone()) {
                String seen = Files.readString(file);
                assertTrue(seen.equals(one) || seen.equals(two), "half of it: " + seen.length());
            }
            writer.get();
        }
    }

    private static void alternate(Path file, String one, String two) {
        for (int i = 0; i < 6; i++) {
            PosixFiles.replace(file, i % 2 == 0 ? two : one, "rw-------");
        }
    }

    @Test
    void a_link_can_be_swapped_while_somebody_follows_it() throws Exception {
        Path one = Files.writeString(folder.resolve("one"), "one");
        Path two = Files.writeString(folder.resolve("two"), "two");
        Path link = folder.resolve("peer");
        PosixFiles.pointLink(link, one);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> swapping =
                    threads.submit(
                            () -> {
                                for (int i = 0; i < 500; i++) {
                                    PosixFiles.pointLink(link, i % 2 == 0 ? two : one);
                                }
                            });
            while (!swapping.isDone()) {
                assertEquals(3, Files.readString(link).length());
            }
            swapping.get();
        }
        assertEquals(Path.of(one.toString()), Files.readSymbolicLink(link));
        assertEquals(3, count(folder));
    }

    @Test
    void a_file_that_may_not_be_written_is_a_problem_that_names_it() {
        ProblemException refused =
                assertThrows(
                        ProblemException.class,
                        () -> PosixFiles.replace(Path.of("/proc/none"), "", "rw-------"));

        assertTrue(refused.problems().getFirst().what().contains("/proc/none"));
    }

    @Test
    void a_full_disk_is_named_as_such() {
        assertEquals(
                "disk-full",
                FileProblems.of(folder, new IOException("No space left on device"))
                        .problems()
                        .getFirst()
                        .code());
    }

    @Test
    void a_tree_is_removed_and_what_its_links_lead_to_stays() throws IOException {
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Files.writeString(precious.resolve("file"), "");
        Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
        Files.writeString(tree.resolve("file"), "");
        Files.createSymbolicLink(tree.resolve("link"), precious);
        Files.createSymbolicLink(tree.resolve("dangling"), folder.resolve("nowhere"));

        FileTree.remove(folder.resolve("tree"));

        assertFalse(Files.exists(folder.resolve("tree")));
        assertTrue(Files.exists(precious.resolve("file")));
    }

    @Test
    void a_tree_that_is_a_link_goes_alone() throws IOException {
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Path link = Files.createSymbolicLink(folder.resolve("tree"), precious);

        FileTree.remove(link);

        assertFalse(Files.isSymbolicLink(link));
        assertTrue(Files.exists(precious));
    }

    @Test
    void a_tree_that_is_not_there_is_no_problem() {
        FileTree.remove(folder.resolve("nothing"));
        FileTree.remove(folder.resolve("nothing/below"));
    }

    @Test
    void a_tree_too_deep_to_be_ours_is_refused_and_does_not_end_the_daemon() throws IOException {
        Files.createDirectories(folder.resolve("tree" + "/d".repeat(200)));

        assertThrows(ProblemException.class, () -> FileTree.remove(folder.resolve("tree")));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
