package oxt.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A whole copy of the database beside it, taken while others use it. */
final class Backup {
    private Backup() {}

    /** The one made before the tables were last brought up or taken back. */
    static Path beforeMigration(Path database) {
        return database.resolveSibling(database.getFileName() + ".bak");
    }

    /** The one made while all is well. */
    static Path daily(Path database) {
        return database.resolveSibling(database.getFileName() + ".daily");
    }

    /** Makes the copy under another name first, so that a crash keeps the older backup. */
    static Path make(Sql sql, Path backup) {
        Path beginning = backup.resolveSibling(backup.getFileName() + ".new");
        try {
            begin(beginning);
            sql.call("VACUUM INTO ?").text(beginning.toString()).run();
            settle(beginning, backup);
            return backup;
        } catch (IOException cause) {
            throw StoreProblems.of(backup, cause);
        }
    }

    /** Makes an empty file that its owner alone reads, whatever was left of an earlier one. */
    static void begin(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Gives a finished file its name so that after a power loss it has it, and all its bytes. */
    static void settle(Path finished, Path name) throws IOException {
        sync(finished);
        Files.move(finished, name, StandardCopyOption.ATOMIC_MOVE);
        sync(name.resolveSibling("."));
    }

    /** Waits until the disk has a file's bytes, or a folder's names. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
