package oxt.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** What can be wrong with the store itself, in words. */
final class StoreProblems {
    /** The low byte of an SQLite result is its kind; the rest says more about that kind. */
    private static final int KIND = 0xff;

    private StoreProblems() {}

    static ProblemException of(Path file, SQLException cause) {
        return new ProblemException(
                cause instanceof SQLiteException sqlite ? of(file, kind(sqlite)) : misused(file),
                cause);
    }

    private static Problem of(Path file, SQLiteErrorCode kind) {
        return switch (kind) {
            case SQLITE_FULL -> full(file);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(file);
            case SQLITE_IOERR -> unreadable(file);
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY -> notWritable(file);
            case SQLITE_BUSY, SQLITE_LOCKED -> busy(file);
            // A library's enum, far longer than ours: what is left is a mistake in our SQL.
            default -> misused(file);
        };
    }

    static ProblemException of(Path file, IOException cause) {
        return new ProblemException(notWritable(file), cause);
    }

    static boolean isNoTransaction(SQLException cause) {
        return cause instanceof SQLiteException sqlite
                && kind(sqlite) == SQLiteErrorCode.SQLITE_ERROR;
    }

    static Problem damaged(Path file) {
        return new Problem.Failed(
                "store-damaged",
                "The store " + file + " is damaged.",
                "Stop the daemon, move "
                        + file
                        + " and the files "
                        + file
                        + "-wal and "
                        + file
                        + "-shm aside, put your newest backup ("
                        + Backup.daily(file)
                        + ", where it exists) in their place, and start the daemon again.");
    }

    static Problem full(Path file) {
        return new Problem.Failed(
                "store-disk-full",
                "The disk that holds the store " + file + " is full; nothing was changed.",
                "Free space on it, then ask again.");
    }

    static Problem overloaded(Path file) {
        return new Problem.Failed(
                "store-overloaded",
                "The store " + file + " did not take the change in time; nothing was changed.",
                "Ask again in a while; if it stays so, look at what slows the disk down.");
    }

    static Problem closed(Path file) {
        return new Problem.Failed(
                "store-closed",
                "The store " + file + " is closed; nothing was changed.",
                "Start the daemon again, then ask again.");
    }

    static Problem silent(Path file) {
        return new Problem.Failed(
                "store-silent",
                "The store " + file + " did not say in time whether the change was made.",
                "Look whether it was made before you ask again, and at what slows the disk down.");
    }

    private static Problem unreadable(Path file) {
        return new Problem.Failed(
                "store-input-output",
                "The disk that holds the store " + file + " answered with an error.",
                "Look into the kernel's log for the disk's errors; nothing was changed.");
    }

    private static Problem notWritable(Path file) {
        return new Problem.Failed(
                "store-not-writable",
                "The store " + file + " cannot be opened and written by this user.",
                "Give the daemon's user the folder " + file.getParent() + " and all files in it.");
    }

    private static Problem busy(Path file) {
        return new Problem.Failed(
                "store-busy",
                "Another program holds the store " + file + ".",
                "Close the program that has it open (fuser " + file + " names it).");
    }

    private static Problem misused(Path file) {
        return Problem.Bug.of("The store " + file + " was asked what it does not understand.");
    }

    private static SQLiteErrorCode kind(SQLiteException exception) {
        return SQLiteErrorCode.getErrorCode(exception.getResultCode().code & KIND);
    }
}
