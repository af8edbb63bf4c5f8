package oxt.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import oxt.host.PosixFiles;
import oxt.model.ProblemException;

/** A connection to the database and its prepared statements; for one thread at a time. */
final class Sql implements AutoCloseable {
    /** How long to wait for another program that has the file open, an administrator's shell. */
    private static final int BUSY_MILLIS = 5_000;

    /** A write-ahead log that grew past this is cut back to it at the next checkpoint. */
    private static final int LOG_BYTES = 16 << 20;

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private Survival survival = Survival.POWER_LOSS;

    private Sql(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** To a database that does not count until it is synced and renamed: nothing is synced here. */
    static Sql openUnsynced(Path file) {
        return open(file, config(JournalMode.OFF, SynchronousMode.OFF));
    }

    static Sql openToWrite(Path file) {
        // Each transaction says for itself what it has to survive; this is what the first one does.
        return open(file, config(JournalMode.WAL, SynchronousMode.FULL));
    }

    static Sql openToRead(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return open(file, config);
    }

    private static SQLiteConfig config(JournalMode journal, SynchronousMode synchronous) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(journal);
        config.setSynchronous(synchronous);
        config.setJournalSizeLimit(LOG_BYTES);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static Sql open(Path file, SQLiteConfig config) {
        try {
            return new Sql(file, config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()));
        } catch (SQLException cause) {
            throw StoreProblems.of(file, cause);
        }
    }

    /** A statement to fill in from left to right; it is prepared once per connection. */
    SqlCall call(String sql) {
        try {
            PreparedStatement statement = prepared.get(sql);
            if (statement == null) {
                statement = connection.prepareStatement(sql);
                prepared.put(sql, statement);
            }
            return new SqlCall(this, sql, statement);
        } catch (SQLException cause) {
            throw problem(cause);
        }
    }

    /** Runs several statements that nobody will run again. */
    void script(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException cause) {
            throw problem(cause);
        }
    }

    long number(String sql) {
        return call(sql).first(row -> row.number(1)).orElseThrow();
    }

    /**
     * Begins a transaction that survives this when it is committed.
     *
     * <p>FULL: a commit returns after the write-ahead log is on the disk, with all that was
     * committed before. NORMAL: it does not wait, and a power loss takes the end of the log away:
     * the last commits, never one in the middle.
     */
    void begin(Survival wanted) {
        if (survival != wanted) {
            // Not within a transaction, where SQLite does not change it.
            script(
                    switch (wanted) {
                        case KILL, POWER_LOSS_SOON -> "PRAGMA synchronous = NORMAL";
                        case POWER_LOSS -> "PRAGMA synchronous = FULL";
                    });
            survival = wanted;
        }
        call("BEGIN IMMEDIATE").run();
    }

    void commit() {
        call("COMMIT").run();
    }

    /** Waits until the disk has what was committed without waiting for it. */
    void sync() {
        PosixFiles.sync(file.resolveSibling(file.getFileName() + "-wal"));
    }

    /** Ends the transaction, if there is one: some errors make SQLite end it by itself. */
    void rollback() {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("ROLLBACK");
        } catch (SQLException cause) {
            if (!StoreProblems.isNoTransaction(cause)) {
                throw problem(cause);
            }
        }
    }

    /**
     * The problem of a statement, which is prepared anew next time: after some errors, a full disk
     * for one, sqlite-jdbc has finalized it and it would never run again.
     */
    ProblemException problem(String sql, SQLException cause) {
        try (PreparedStatement _ = prepared.remove(sql)) {
            return problem(cause);
        } catch (SQLException second) {
            cause.addSuppressed(second);
            return problem(cause);
        }
    }

    ProblemException problem(SQLException cause) {
        return StoreProblems.of(file, cause);
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException cause) {
            throw problem(cause);
        }
    }
}
