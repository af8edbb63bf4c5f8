package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import oxt.model.Problem;
import oxt.model.ProblemException;

final class StoreFileTest {
    private static final int VMS = 200;

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void make() {
        file = folder.resolve("state/oxt.db");
        try (Store store = Store.open(file, InstantSource.system())) {
            store.apply(
                    change -> {
                        for (int vm = 0; vm < VMS; vm++) {
                            change.vms().add(TestVms.id(vm), TestVms.name(vm), "{}".repeat(100));
                        }
                    });
            store.backup();
        }
    }

    @Test
    void only_its_owner_reads_the_store_and_its_folder() throws IOException {
        assertEquals("rwx------", permissions(file.getParent()));
        assertEquals("rw-------", permissions(file));
        assertEquals("rw-------", permissions(file.resolveSibling("oxt.db.daily")));
        assertEquals("rw-------", permissions(file.resolveSibling("oxt.db.lock")));
        try (Store store = open()) {
            TestVms.add(store, VMS);
            assertEquals("rw-------", permissions(file.resolveSibling("oxt.db-wal")));
        }
    }

    @Test
    void a_store_that_was_closed_is_one_file() {
        assertFalse(Files.exists(file.resolveSibling("oxt.db-wal")));
        assertFalse(Files.exists(file.resolveSibling("oxt.db-shm")));
    }

    @Test
    void a_commit_returns_when_the_log_is_on_the_disk() {
        try (Sql sql = Sql.openToWrite(file)) {
            // FULL; a killed process does not show the difference, only a power loss would.
            assertEquals(2, sql.number("PRAGMA synchronous"));
            assertEquals(
                    "wal", sql.call("PRAGMA journal_mode").first(row -> row.text(1)).orElseThrow());
        }
    }

    @Test
    void an_emptied_file_is_damage_and_not_a_new_store() throws IOException {
        Files.write(file, new byte[0]);

        assertDamaged();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 4_096, 40_000})
    void a_file_that_was_cut_short_is_damage(int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }

        assertDamaged();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4_096, 50_000})
    void a_file_that_was_written_over_is_damage(int position) throws IOException {
        overwrite(position, 4_096);

        assertDamaged();
    }

    @Test
    void a_text_file_is_not_a_store() throws IOException {
        Files.writeString(file, "not a database, but long enough to be one\n".repeat(50));

        assertDamaged();
    }

    @Test
    void the_remedy_of_damage_works() throws IOException {
        overwrite(0, 8_192);
        Problem.Failed damaged = (Problem.Failed) refusal();
        assertTrue(damaged.remedy().contains(Backup.daily(file).toString()), damaged.remedy());

        Files.move(Backup.daily(file), file, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(file.resolveSibling("oxt.db-wal"));
        Files.deleteIfExists(file.resolveSibling("oxt.db-shm"));

        try (Store store = open()) {
            assertEquals(VMS, store.<Long>read(now -> now.vms().count()));
        }
    }

    @Test
    void a_store_that_was_not_made_whole_is_made_anew() throws IOException {
        Path other = folder.resolve("other.db");
        Files.writeString(folder.resolve("other.db.new"), "half");

        try (Store store = Store.open(other, InstantSource.system())) {
            assertEquals(0, store.<Long>read(now -> now.vms().count()));
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Path blocked = folder.resolve("file");
        Files.writeString(blocked, "");

        Problem refused =
                problem(() -> Store.open(blocked.resolve("oxt.db"), InstantSource.system()));

        assertEquals("store-not-writable", refused.code());
        assertTrue(refused.what().contains(blocked.toString()), refused.what());
    }

    @Test
    void a_header_says_how_long_the_file_must_be_unless_there_is_a_log() {
        ByteBuffer header = ByteBuffer.allocate(100);
        header.put(0, "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        header.putShort(16, (short) 1).putInt(28, 3);

        assertTrue(StoreFile.isWhole(header, 3 * 65_536, 0));
        assertFalse(StoreFile.isWhole(header, 3 * 65_536 - 1, 0));
        assertTrue(StoreFile.isWhole(header, 0, 1));
    }

    private void overwrite(int position, int bytes) throws IOException {
        byte[] rubbish = new byte[bytes];
        new Random(7).nextBytes(rubbish);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(rubbish), position);
        }
    }

    private void assertDamaged() {
        assertEquals("store-damaged", refusal().code());
    }

    private Problem refusal() {
        return problem(this::open);
    }

    private static Problem problem(Executable opening) {
        return assertThrows(ProblemException.class, opening).problems().getFirst();
    }

    private Store open() {
        return Store.open(file, InstantSource.system());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
