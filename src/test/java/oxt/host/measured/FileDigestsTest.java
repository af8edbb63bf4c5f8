package oxt.host.measured;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.host.Deadline;
import oxt.model.Digest;
import oxt.plan.Measurement;

/**
 * Real files, how often they are read, and what becomes of those that are not as they should be.
 */
class FileDigestsTest {
    private static final FileDigests.Watch PATIENT = watch(new AtomicBoolean());

    @TempDir Path folder = Path.of("");

    private final AtomicLong opened = new AtomicLong();

    /** When no doubt is left about what was written just now. */
    private final InstantSource later =
            InstantSource.fixed(Instant.now().plus(Duration.ofMinutes(1)));

    @Test
    void a_file_is_read_once_and_its_digest_is_known_then() throws Exception {
        Path file = write("kernel", "a kernel");
        FileDigests digests = digests("boot");
        assertEquals(digest("a kernel"), found(digests.of(file, PATIENT)));
        assertEquals(digest("a kernel"), found(digests.of(file, PATIENT)));
        assertEquals(1, opened.get());
    }

    @Test
    void another_daemon_of_this_boot_does_not_read_it_again_and_one_of_the_next_boot_does()
            throws Exception {
        Path file = write("kernel", "a kernel");
        var _ = digests("boot").of(file, PATIENT);
        assertEquals(digest("a kernel"), found(digests("boot").of(file, PATIENT)));
        assertEquals(1, opened.get());
        assertEquals(digest("a kernel"), found(digests("next").of(file, PATIENT)));
        assertEquals(2, opened.get());
        assertEquals(java.util.Optional.empty(), digests("next").kept().flaw());
    }

    @Test
    void a_change_that_puts_the_old_time_and_size_back_is_found_out() throws Exception {
        Path file = write("disk", "accepted");
        FileDigests digests = digests("boot");
        var _ = digests.of(file, PATIENT);
        FileTime before = Files.getLastModifiedTime(file);
        Files.writeString(file, "changed!");
        Files.setLastModifiedTime(file, before);
        assertEquals(before, Files.getLastModifiedTime(file));
        assertEquals(digest("changed!"), found(digests.of(file, PATIENT)));
    }

    @Test
    void another_file_in_its_place_is_another_file() throws Exception {
        Path file = write("disk", "accepted");
        FileDigests digests = digests("boot");
        Measurement.Found before = (Measurement.Found) digests.of(file, PATIENT);
        Path other = write("other", "replaced");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertFalse(FileDigests.isStill(file, before.stamp()));
        assertEquals(digest("replaced"), found(digests.of(file, PATIENT)));
    }

    @Test
    void what_was_written_a_moment_ago_is_read_again_because_times_have_grains() throws Exception {
        Path file = write("kernel", "a kernel");
        FileDigests digests = new FileDigests(kept("boot"), InstantSource.system(), this::open);
        // Older by the content's time, not by the one that nobody can set.
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        var _ = digests.of(file, PATIENT);
        var _ = digests.of(file, PATIENT);
        assertEquals(2, opened.get());
    }

    @Test
    void a_file_that_changes_while_it_is_read_is_not_believed() throws Exception {
        Path file = write("disk", "accepted");
        FileDigests digests =
                new FileDigests(
                        kept("boot"),
                        later,
                        path -> {
                            ReadableByteChannel content = open(path);
                            Files.writeString(path, "changed!");
                            return content;
                        });
        Measurement.Unusable why =
                assertInstanceOf(Measurement.Unusable.class, digests.of(file, PATIENT));
        assertEquals("was changed while it was read", why.why());
        assertFalse(Files.exists(folder.resolve("digests")));
    }

    @Test
    void a_vanished_file_a_folder_and_a_broken_disk_are_named() throws Exception {
        FileDigests digests = digests("boot");
        Path gone = folder.resolve("gone");
        assertEquals("is not there", why(digests.of(gone, PATIENT)));
        Path inner = Files.createDirectory(folder.resolve("inner"));
        assertEquals("is a folder", why(digests.of(inner, PATIENT)));
        FileDigests broken =
                new FileDigests(
                        kept("boot"),
                        later,
                        _ -> {
                            throw new IOException("Input/output error");
                        });
        Path file = write("disk", "x");
        assertEquals("cannot be read: Input/output error", why(broken.of(file, PATIENT)));
        assertEquals(file.toString(), broken.of(file, PATIENT).file());
    }

    @Test
    void what_others_could_change_is_not_measured() throws Exception {
        Path file = write("disk", "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        FileDigests digests = digests("boot");
        assertEquals("can be changed by others than root", why(digests.of(file, PATIENT)));
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path within = Files.writeString(shared.resolve("disk"), "x");
        assertTrue(why(digests.of(within, PATIENT)).startsWith("can be replaced by others"));
        assertEquals(0, opened.get());
        // Below a folder that nobody else may search nobody else writes anything.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertEquals(digest("x"), found(digests.of(within, PATIENT)));
    }

    @Test
    void many_who_wait_for_one_file_have_it_read_once() throws Exception {
        Path file = write("disk", "shared by many");
        CountDownLatch asked = new CountDownLatch(8);
        FileDigests digests =
                new FileDigests(
                        kept("boot"),
                        later,
                        path -> {
                            try {
                                asked.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            return open(path);
                        });
        List<FutureTask<Measurement>> all = new ArrayList<>();
        for (int count = 0; count < 8; count++) {
            FutureTask<Measurement> one =
                    new FutureTask<>(
                            () -> {
                                asked.countDown();
                                return digests.of(file, PATIENT);
                            });
            all.add(one);
            Thread.ofVirtual().start(one);
        }
        for (FutureTask<Measurement> one : all) {
            assertEquals(digest("shared by many"), found(one.get()));
        }
        assertEquals(1, opened.get());
    }

    @Test
    void who_does_not_wait_any_more_ends_the_reading_and_a_small_file_does_not_wait_for_a_large()
            throws Exception {
        Path large = write("large", "endless");
        Path small = write("small", "small");
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        FileDigests digests =
                new FileDigests(
                        kept("boot"),
                        later,
                        path -> path.equals(small) ? open(path) : endless(path, begun, closed));
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Measurement> waiting = new FutureTask<>(() -> digests.of(large, watch(over)));
        Thread.ofVirtual().start(waiting);
        begun.await();
        assertEquals(digest("small"), found(digests.of(small, PATIENT)));
        over.set(true);
        assertInstanceOf(
                InterruptedException.class,
                assertThrows(java.util.concurrent.ExecutionException.class, waiting::get)
                        .getCause());
        assertTrue(Deadline.after(Duration.ofSeconds(20)).await(closed::get));
    }

    @Test
    void a_long_reading_says_how_far_it_is() throws Exception {
        Path file = write("large", "endless");
        CountDownLatch begun = new CountDownLatch(1);
        FileDigests digests =
                new FileDigests(
                        kept("boot"), later, path -> endless(path, begun, new AtomicBoolean()));
        AtomicLong most = new AtomicLong();
        assertThrows(
                InterruptedException.class,
                () ->
                        digests.of(
                                file,
                                new FileDigests.Watch() {
                                    @Override
                                    public void read(Path of, long bytes, long all) {
                                        most.set(bytes);
                                    }

                                    @Override
                                    public boolean isOver() {
                                        return most.get() > 1 << 20;
                                    }
                                }));
        assertTrue(most.get() > 1 << 20);
    }

    @Test
    void kept_digests_that_somebody_has_spoilt_are_not_believed_and_it_is_told() throws Exception {
        Path file = write("disk", "accepted");
        var _ = digests("boot").of(file, PATIENT);
        Path kept = folder.resolve("digests");
        String good = Files.readString(kept);
        for (String bad :
                List.of(
                        good.replace("sha256:", "sha512:"),
                        good.substring(0, good.length() - 1),
                        good + "x",
                        good.replace("oxt-digests", "digests"),
                        good + good,
                        "",
                        "\0")) {
            write("digests", bad);
            FileDigests digests = digests("boot");
            opened.set(0);
            assertTrue(digests.kept().flaw().isPresent(), bad);
            assertEquals(digest("accepted"), found(digests.of(file, PATIENT)));
            assertEquals(1, opened.get(), bad);
        }
        write("digests", good);
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertTrue(digests("boot").kept().flaw().isPresent());
        Files.delete(kept);
        Files.createDirectory(kept);
        assertTrue(digests("boot").kept().flaw().isPresent());
    }

    @Test
    void only_so_many_digests_are_kept() {
        DigestsKept kept = kept("boot");
        for (int inode = 0; inode <= DigestsKept.MOST; inode += DigestsKept.MOST / 8) {
            kept.keep(new oxt.plan.FileStamp(1, inode, 1, 1, 1), digest("x"));
        }
        assertTrue(kept.find(new oxt.plan.FileStamp(1, 0, 1, 1, 1)).isPresent());
    }

    private ReadableByteChannel endless(Path path, CountDownLatch begun, AtomicBoolean closed)
            throws IOException {
        ReadableByteChannel file = open(path);
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer bytes) {
                begun.countDown();
                int count = bytes.remaining();
                bytes.position(bytes.limit());
                return count;
            }

            @Override
            public boolean isOpen() {
                return file.isOpen();
            }

            @Override
            public void close() throws IOException {
                closed.set(true);
                file.close();
            }
        };
    }

    private ReadableByteChannel open(Path path) throws IOException {
        opened.incrementAndGet();
        return Files.newByteChannel(path);
    }

    private FileDigests digests(String boot) {
        return new FileDigests(kept(boot), later, this::open);
    }

    private DigestsKept kept(String boot) {
        return new DigestsKept(folder.resolve("digests"), boot);
    }

    private Path write(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    private static Digest digest(String content) {
        return Digest.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Digest found(Measurement measured) {
        return assertInstanceOf(Measurement.Found.class, measured).digest();
    }

    private static String why(Measurement measured) {
        return assertInstanceOf(Measurement.Unusable.class, measured).why();
    }

    private static FileDigests.Watch watch(AtomicBoolean over) {
        return new FileDigests.Watch() {
            @Override
            public void read(Path file, long bytes, long all) {}

            @Override
            public boolean isOver() {
                return over.get();
            }
        };
    }
}
