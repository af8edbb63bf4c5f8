package oxt.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The versions of the tables, and the ways between them; the database says which it has. */
record Migrations(List<Migration> migrations) {
    /** How many there are in the resources {@code 0001-up.sql}, {@code 0001-down.sql} and so on. */
    private static final int SHIPPED = 1;

    Migrations {
        migrations = List.copyOf(migrations);
        for (int i = 0; i < migrations.size(); i++) {
            if (migrations.get(i).version() != i + 1) {
                throw new IllegalArgumentException("migrations are numbered without a gap");
            }
        }
    }

    static Migrations shipped() {
        List<Migration> migrations = new ArrayList<>();
        for (int version = 1; version <= SHIPPED; version++) {
            migrations.add(new Migration(version, text(version, "up"), text(version, "down")));
        }
        return new Migrations(migrations);
    }

    int newest() {
        return migrations.size();
    }

    /** Brings the tables to the newest version, each migration whole or not at all. */
    void bringUp(Sql sql) {
        int version = version(sql);
        if (version > newest()) {
            throw tooNew(sql, version);
        }
        if (version > 0 && version < newest()) {
            Backup.make(sql, Backup.beforeMigration(sql.file()));
        }
        for (Migration migration : migrations.subList(version, newest())) {
            run(sql, migration.up(), migration.version());
        }
    }

    /** Goes the ways back, the newest first. */
    void takeBack(Sql sql, int target) {
        if (target < 0 || target > version(sql)) {
            throw new IllegalArgumentException("not an older version: " + target);
        }
        for (Migration migration : migrations.subList(target, version(sql)).reversed()) {
            run(sql, migration.down(), migration.version() - 1);
        }
    }

    static int version(Sql sql) {
        return Math.toIntExact(sql.number("PRAGMA user_version"));
    }

    private static void run(Sql sql, String script, int version) {
        try {
            sql.begin(Survival.POWER_LOSS);
            sql.script(script);
            sql.script("PRAGMA user_version = " + version);
            sql.commit();
        } catch (ProblemException cause) {
            sql.rollback();
            throw cause;
        }
    }

    private ProblemException tooNew(Sql sql, int version) {
        return new ProblemException(
                new Problem.Conflict(
                        "store-too-new",
                        "The store "
                                + sql.file()
                                + " is of version "
                                + version
                                + ", and this program knows versions up to "
                                + newest()
                                + ".",
                        "Start the newer oxt again, or take the store back with it: oxtd"
                                + " --take-store-back "
                                + newest()));
    }

    private static String text(int version, String direction) {
        // Not by a format: its first use costs more than all the rest of opening a store.
        String name = Integer.toString(10_000 + version).substring(1) + "-" + direction + ".sql";
        try (InputStream resource = Migrations.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new AssertionError("no resource " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new AssertionError(cause);
        }
    }
}
