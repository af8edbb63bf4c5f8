package oxt.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import oxt.daemon.work.Board;
import oxt.daemon.work.Defined;
import oxt.daemon.work.Request;
import oxt.daemon.work.Task;
import oxt.daemon.work.Workers;
import oxt.host.PosixFiles;
import oxt.model.Autostart;
import oxt.model.ProblemException;
import oxt.store.Caller;

/**
 * Starts the VMs that want it, once in each boot of the host: a daemon that is restarted must not
 * start again what somebody stopped since.
 */
final class Autostarter {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** For all VMs of one order; the next ones then start all the same. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path marker;
    private final Board board;
    private final Workers workers;

    Autostarter(Path run, Board board, Workers workers) {
        this.marker = run.resolve("autostarted");
        this.board = board;
        this.workers = workers;
    }

    /** Marked when all is started: a daemon that dies meanwhile leaves the rest to the next one. */
    void run() throws InterruptedException {
        String boot = read(BOOT);
        if (read(marker).equals(boot)) {
            return;
        }
        Map<Integer, List<Defined>> orders = new TreeMap<>();
        for (Defined each : board.all()) {
            if (each.vm().autostart() instanceof Autostart.Order(var order)
                    && !board.runs(each.name())) {
                orders.computeIfAbsent(order, _ -> new ArrayList<>()).add(each);
            }
        }
        for (List<Defined> together : orders.values()) {
            start(together);
        }
        PosixFiles.replace(marker, boot, "rw-------");
    }

    private void start(List<Defined> together) throws InterruptedException {
        List<Task> tasks = new ArrayList<>();
        for (Defined each : together) {
            try {
                tasks.add(workers.ask(each.name(), new Request.Start(), Caller.DAEMON));
            } catch (ProblemException _) {
                // Removed meanwhile, and so nobody's wish any more.
            }
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Task task : tasks) {
            task.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
