package oxt.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import oxt.daemon.work.DaemonLog;
import oxt.model.ProblemException;
import oxt.store.Store;

/** Keeps a copy of the store that is at most a day old, while the daemon runs. */
final class DailyBackup {
    private static final Duration DAY = Duration.ofDays(1);

    private DailyBackup() {}

    static void keep(Store store, Path file, DaemonLog log) {
        Thread.ofVirtual().name("daily-backup").start(() -> keepOn(store, file, log));
    }

    private static void keepOn(Store store, Path file, DaemonLog log) {
        try {
            while (true) {
                Thread.sleep(left(Store.backupOf(file), Instant.now()));
                make(store, log);
                Thread.sleep(Duration.ofHours(1));
            }
        } catch (InterruptedException _) {
            // The daemon ends.
        }
    }

    private static void make(Store store, DaemonLog log) {
        try {
            store.backup();
        } catch (ProblemException problem) {
            log.say("The store's daily backup was not made. " + problem.getMessage());
        }
    }

    /** How long until a copy is due; nothing where there is none. */
    static Duration left(Path backup, Instant now) {
        try {
            Instant due = Files.getLastModifiedTime(backup).toInstant().plus(DAY);
            Duration left = Duration.between(now, due);
            // A clock that was set back must not put it off.
            return left.isNegative() ? Duration.ZERO : left.compareTo(DAY) > 0 ? DAY : left;
        } catch (IOException _) {
            return Duration.ZERO;
        }
    }
}
