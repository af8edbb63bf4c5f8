package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import oxt.model.Problem;
import oxt.model.ProblemException;

final class MigrationsTest {
    private static final Migration COLOUR =
            new Migration(
                    2,
                    "ALTER TABLE vms ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';"
                            + " CREATE TABLE colours (name TEXT PRIMARY KEY) STRICT;",
                    "DROP TABLE colours; ALTER TABLE vms DROP COLUMN colour;");

    /** Makes a table, then fails. */
    private static final Migration WRONG =
            new Migration(2, "CREATE TABLE half (a TEXT); CREATE TABLE vms (a TEXT);", "");

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("oxt.db");
    }

    @Test
    void every_shipped_migration_has_a_way_back_that_restores_the_tables_before_it() {
        Migrations shipped = Migrations.shipped();
        try (Sql sql = Sql.openToWrite(file)) {
            List<String> before = new ArrayList<>();
            for (int version = 1; version <= shipped.newest(); version++) {
                before.add(tables(sql));
                new Migrations(shipped.migrations().subList(0, version)).bringUp(sql);
            }
            for (int version = shipped.newest() - 1; version >= 0; version--) {
                shipped.takeBack(sql, version);

                assertEquals(before.get(version), tables(sql), "version " + version);
                assertEquals(version, Migrations.version(sql));
            }
            shipped.bringUp(sql);
        }
    }

    @Test
    void a_store_of_an_older_version_is_brought_up_with_what_it_has_and_a_backup_is_left() {
        older();

        try (Store store = Store.open(file, InstantSource.system(), with(COLOUR))) {
            assertEquals(1, store.<Long>read(now -> now.vms().count()));
        }

        try (Sql sql = Sql.openToRead(file)) {
            assertEquals(2, Migrations.version(sql));
            assertEquals(1, sql.number("SELECT count(*) FROM vms WHERE colour = 'grey'"));
        }
        try (Sql backup = Sql.openToRead(Backup.beforeMigration(file))) {
            assertEquals(1, Migrations.version(backup));
            assertEquals(1, backup.number("SELECT count(*) FROM vms"));
        }
    }

    @Test
    void a_store_of_a_newer_version_is_refused_and_left_alone() {
        older();
        Store.open(file, InstantSource.system(), with(COLOUR)).close();

        Problem refused = refusal(Migrations.shipped());

        assertEquals("store-too-new", refused.code());
        assertTrue(refused.what().contains("version 2"), refused.what());
        try (Sql sql = Sql.openToRead(file)) {
            assertEquals(2, Migrations.version(sql));
        }
    }

    @Test
    void an_upgrade_is_taken_back_and_the_older_program_opens_the_store_again() {
        older();
        Store.open(file, InstantSource.system(), with(COLOUR)).close();

        Store.takeBack(file, 1, with(COLOUR));

        try (Store store = Store.open(file, InstantSource.system())) {
            assertEquals(1, store.<Long>read(now -> now.vms().count()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3})
    void a_store_is_not_taken_back_to_a_version_that_never_had_its_tables(int version) {
        older();

        ProblemException refused =
                assertThrows(
                        ProblemException.class, () -> Store.takeBack(file, version, with(COLOUR)));

        assertEquals("store-version-unknown", refused.problems().getFirst().code());
        older(2);
    }

    @Test
    void a_migration_that_fails_leaves_the_store_as_it_was() {
        older();

        refusal(with(WRONG));

        try (Sql sql = Sql.openToRead(file)) {
            assertEquals(1, Migrations.version(sql));
            assertFalse(tables(sql).contains("half"), tables(sql));
        }
        Store.open(file, InstantSource.system()).close();
    }

    @Test
    void a_new_store_that_could_not_be_made_whole_is_not_there() {
        assertEquals("bug", refusal(with(WRONG)).code());

        assertFalse(Files.exists(file));
        Store.open(file, InstantSource.system()).close();
    }

    private void older() {
        older(1);
    }

    private void older(int vm) {
        try (Store store = Store.open(file, InstantSource.system())) {
            TestVms.add(store, vm);
        }
    }

    private Problem refusal(Migrations migrations) {
        return assertThrows(
                        ProblemException.class,
                        () -> Store.open(file, InstantSource.system(), migrations))
                .problems()
                .getFirst();
    }

    private static Migrations with(Migration next) {
        List<Migration> all = new ArrayList<>(Migrations.shipped().migrations());
        all.add(next);
        return new Migrations(all);
    }

    private static String tables(Sql sql) {
        return String.join(
                "\n",
                sql.call(
                                "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema"
                                        + " WHERE name <> 'sqlite_sequence' ORDER BY name")
                        .all(row -> row.text(1)));
    }
}
