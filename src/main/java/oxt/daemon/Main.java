package oxt.daemon;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import oxt.api.ErrorTable;
import oxt.daemon.http.Limits;
import oxt.daemon.work.DaemonLog;
import oxt.engine.xen.XenHost;
import oxt.host.Accounts;
import oxt.host.OwnShare;
import oxt.host.tpm.HostTpm;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;

/** The program {@code oxtd}. */
public final class Main {
    static final String VERSION = "8.0.0";

    private Main() {}

    public static void main(String[] words) throws InterruptedException {
        // Two libraries would say on each start that there is no logging library.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        if (List.of(words).contains("--help")) {
            System.out.print(Settings.HELP);
            return;
        }
        if (words.length > 0 && words[0].equals(StoreReturn.FLAG)) {
            takeStoreBack(List.of(words));
            return;
        }
        Settings defaults = Settings.defaults(System.getenv(), Accounts.ownUserId());
        switch (Settings.read(List.of(words), defaults)) {
            case Reading.Bad<Settings>(var problems) -> fail(problems);
            case Reading.Good<Settings>(var settings) -> serve(settings);
        }
    }

    private static void takeStoreBack(List<String> words) {
        try {
            System.out.println(StoreReturn.perform(words));
        } catch (ProblemException problem) {
            fail(problem.problems());
        }
    }

    private static void serve(Settings settings) throws InterruptedException {
        var log = new DaemonLog(System.err);
        OwnShare.raise();
        try {
            Daemon.Opened opened = Daemon.open(settings);
            Machinery machinery = machinery(settings, opened);
            HostTpm tpm =
                    HostTpm.at(settings.boot().tpm(), settings.boot().logs())
                            .or(ReconstructedLog.ofHost(settings.state()));
            Daemon daemon = Daemon.begin(settings, opened, machinery, tpm, Limits.DEFAULT, log);
            Thread.ofVirtual().name("boot log").start(() -> keepLog(tpm, log));
            DailyBackup.keep(opened.store(), settings.store(), log);
            IdleHeap.keep();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon, log)));
        } catch (ProblemException problem) {
            fail(problem.problems());
        }
        new CountDownLatch(1).await();
    }

    /** While what booted is still on the disk. */
    private static void keepLog(HostTpm tpm, DaemonLog log) {
        try {
            var _ = tpm.logBytes();
        } catch (ProblemException unread) {
            log.say(unread.problems().getFirst().what());
        }
    }

    static Machinery machinery(Settings settings, Daemon.Opened opened)
            throws InterruptedException {
        return switch (settings.engine()) {
            case AUTO ->
                    XenHost.isControlDomain()
                            ? XenMachinery.make(settings)
                            : QemuMachinery.make(settings, opened.numbering());
            case QEMU -> QemuMachinery.make(settings, opened.numbering());
            case XEN -> XenMachinery.make(settings);
            case SIM -> SimMachinery.make();
        };
    }

    /** Work that is under way is left as after a kill: the next daemon mends it. */
    private static void end(Daemon daemon, DaemonLog log) {
        daemon.close();
        log.say("oxtd ends. VMs run on.");
        Runtime.getRuntime().halt(0);
    }

    private static void fail(List<Problem> problems) {
        problems.forEach(
                problem -> System.err.println("oxtd: " + problem.what() + " " + problem.remedy()));
        System.exit(ErrorTable.exit(problems.getFirst()));
    }
}
