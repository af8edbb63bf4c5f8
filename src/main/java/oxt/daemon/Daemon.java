package oxt.daemon;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import oxt.daemon.http.ApiServer;
import oxt.daemon.http.Desk;
import oxt.daemon.http.Limits;
import oxt.daemon.http.Routes;
import oxt.daemon.seat.HostSeat;
import oxt.daemon.seat.SeatPassword;
import oxt.daemon.seat.SeatedVms;
import oxt.daemon.seat.Switchings;
import oxt.daemon.work.Board;
import oxt.daemon.work.Chronicle;
import oxt.daemon.work.DaemonLog;
import oxt.daemon.work.Disposables;
import oxt.daemon.work.ImageWork;
import oxt.daemon.work.Ledger;
import oxt.daemon.work.MeasureWork;
import oxt.daemon.work.Numbering;
import oxt.daemon.work.Preview;
import oxt.daemon.work.Strangers;
import oxt.daemon.work.Tasks;
import oxt.daemon.work.VmImport;
import oxt.daemon.work.Workers;
import oxt.daemon.work.Workshop;
import oxt.engine.EngineException;
import oxt.host.Accounts;
import oxt.host.PosixFiles;
import oxt.host.image.Arrivals;
import oxt.host.tpm.HostTpm;
import oxt.model.ProblemException;
import oxt.store.Caller;
import oxt.store.Store;

/** A daemon that serves, from its beginning until it is closed; its VMs do not notice either. */
final class Daemon implements AutoCloseable {
    /** A file that is being written is written in less. */
    private static final Duration TO_END = Duration.ofMillis(200);

    /** An idle seat is locked so much too late at most. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Store store;
    private final ApiServer api;
    private final List<Thread> threads;

    private Daemon(Store store, ApiServer api, List<Thread> threads) {
        this.store = store;
        this.api = api;
        this.threads = threads;
    }

    /** What an engine needs to be made. */
    record Opened(Store store, Numbering numbering) {}

    /** Folders and store, before an engine is chosen; refused where another daemon has them. */
    static Opened open(Settings settings) {
        boolean isRoot = Accounts.ownUserId() == 0;
        // Root's daemon gives each VM a user, who must get to what is the VM's own in there.
        PosixFiles.makeFolder(settings.state(), isRoot ? "rwx--x--x" : "rwx------");
        PosixFiles.makeFolder(settings.run(), isRoot ? "rwxr-xr-x" : "rwx------");
        Store store = Store.open(settings.store(), InstantSource.system());
        return new Opened(store, new Numbering(store));
    }

    /** Everything that there is, and who knows whom. */
    static Daemon begin(
            Settings settings,
            Opened opened,
            Machinery machinery,
            HostTpm tpm,
            Limits limits,
            DaemonLog log) {
        Store store = opened.store();
        var board = new Board(new Strangers(machinery.engine(), log)::look);
        var chronicle = new Chronicle(store, log);
        var ledger = new Ledger(machinery.engine(), machinery.host(), board);
        var tasks = new Tasks(taskIds(), InstantSource.system());
        var shop =
                new Workshop(
                        machinery.engine(),
                        store,
                        opened.numbering(),
                        board,
                        ledger,
                        tasks,
                        chronicle);
        var workers = new Workers(shop);
        var arrivals = new Arrivals(settings.state());
        arrivals.clear();
        var seatPassword =
                SeatPassword.open(
                        settings.state().resolve("seat-password"), InstantSource.system());
        HostSeat seat = seat(board, chronicle, seatPassword);
        var desk =
                new Desk(
                        shop,
                        workers,
                        seat,
                        seatPassword,
                        new Disposables(shop, workers, machinery.settling()),
                        new Preview(shop),
                        machinery.images(),
                        new ImageWork(shop, machinery.images()),
                        new VmImport(shop, workers),
                        arrivals,
                        new ThisHost(machinery, ledger, board, new MeasureWork(shop), tpm),
                        new SealedSecrets(
                                new SealedFiles(settings.state().resolve("sealed")),
                                tpm,
                                DiskBootFiles.OF_HOST,
                                new SecureRandom(),
                                InstantSource.system()),
                        new HostEvidence(tpm));
        var autostarter = new Autostarter(settings.run(), board, workers);

        try {
            workers.begin();
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
        var api =
                ApiServer.open(settings.socket(), new Routes(desk, limits), limits, chronicle, log);
        log.say("oxtd " + Main.VERSION + " serves " + settings.socket() + ".");
        Thread autostart =
                Thread.ofVirtual().name("autostart").start(() -> autostart(autostarter, log));
        Thread watch = Thread.ofVirtual().name("idle seat").start(() -> watch(seat));
        return new Daemon(store, api, List.of(autostart, watch));
    }

    private static HostSeat seat(Board board, Chronicle chronicle, SeatPassword password) {
        var seat =
                new HostSeat(
                        InstantSource.system(),
                        new SeatedVms(board)::running,
                        new Switchings(board, chronicle));
        chronicle.listen(
                name ->
                        board.find(name)
                                .filter(vm -> board.seen(vm.id()).observed().isWithoutMachine())
                                .ifPresent(vm -> seat.ended(vm.id())));
        seat.lockAfter(password.lockAfter());
        if (password.isSet()) {
            // Who can have the daemon start anew has not said the password by that.
            seat.lock(Caller.DAEMON);
        }
        return seat;
    }

    private static void watch(HostSeat seat) {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                seat.look();
            }
        } catch (InterruptedException _) {
            // The daemon ends.
        }
    }

    private static void autostart(Autostarter autostarter, DaemonLog log) {
        try {
            autostarter.run();
        } catch (InterruptedException _) {
            // The daemon ends; the next one starts the rest.
        } catch (ProblemException problem) {
            log.say("Autostart ended early. " + problem.problems().getFirst().what());
        } catch (RuntimeException bug) {
            log.bug("autostart", bug);
        }
    }

    /** Another in each run of the daemon: a client that waits must not get another one's task. */
    private static java.util.function.Supplier<String> taskIds() {
        String run = HexFormat.of().toHexDigits((short) RandomGenerator.getDefault().nextInt());
        var count = new AtomicLong();
        return () -> run + "-" + count.incrementAndGet();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                boolean _ = thread.join(TO_END);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try (store;
                api) {
            // Closed in the reverse order: nobody asks for anything when the store closes.
        }
    }
}
