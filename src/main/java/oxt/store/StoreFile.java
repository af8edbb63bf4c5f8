package oxt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import oxt.model.ProblemException;

/** The database file: made whole or not at all, looked at before it is trusted. */
final class StoreFile {
    /** "SQLite format 3" and a zero byte; https://www.sqlite.org/fileformat.html section 1.3. */
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final int HEADER_BYTES = 100;

    /** Up to this size the whole file is read at the start: some 50 ms. */
    private static final long CHECKED_WHOLE_BYTES = 32 << 20;

    private StoreFile() {}

    /** A connection to write by, with the tables of the newest version. */
    static Sql open(Path file, Migrations migrations) {
        try {
            if (Files.notExists(file)) {
                create(file, migrations);
            }
            check(file);
            Sql sql = Sql.openToWrite(file);
            try {
                checkWhole(sql);
                migrations.bringUp(sql);
                return sql;
            } catch (RuntimeException cause) {
                sql.close();
                throw cause;
            }
        } catch (IOException cause) {
            throw StoreProblems.of(file, cause);
        }
    }

    /** Under another name first: a file of the right name is always a whole database. */
    private static void create(Path file, Migrations migrations) throws IOException {
        syncFolders(file.toAbsolutePath());
        Path beginning = file.resolveSibling(file.getFileName() + ".new");
        // The files that SQLite puts beside it get the same permissions.
        Backup.begin(beginning);
        try (Sql sql = Sql.openUnsynced(beginning)) {
            migrations.bringUp(sql);
        }
        Backup.settle(beginning, file);
    }

    /** The folders may have been made just now, and a file is not there without them. */
    private static void syncFolders(Path file) throws IOException {
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            // Where we may not read, we did not make anything.
            if (Files.isReadable(above)) {
                Backup.sync(above);
            }
        }
    }

    private static void check(Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        long size;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            size = channel.size();
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // Reads on until the header is whole or the file ends.
            }
        }
        if (!isWhole(header.flip(), size, logBytes(file))) {
            throw new ProblemException(StoreProblems.damaged(file));
        }
    }

    /** Pure; says no where the file is not a database or shorter than its header says. */
    static boolean isWhole(ByteBuffer header, long size, long logBytes) {
        if (header.remaining() < HEADER_BYTES
                || header.slice(0, MAGIC.length).mismatch(ByteBuffer.wrap(MAGIC)) >= 0) {
            return false;
        }
        // While there is a log the header may be ahead of the file; the log then has the rest.
        int written = Short.toUnsignedInt(header.getShort(16));
        long pageBytes = written == 1 ? 1 << 16 : written;
        return logBytes > 0 || size >= pageBytes * Integer.toUnsignedLong(header.getInt(28));
    }

    private static long logBytes(Path file) throws IOException {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private static void checkWhole(Sql sql) {
        boolean small =
                sql.number("PRAGMA page_count") * sql.number("PRAGMA page_size")
                        <= CHECKED_WHOLE_BYTES;
        if (small
                && sql.call("PRAGMA quick_check(1)")
                        .first(row -> row.text(1))
                        .filter("ok"::equals)
                        .isEmpty()) {
            throw new ProblemException(StoreProblems.damaged(sql.file()));
        }
    }
}
