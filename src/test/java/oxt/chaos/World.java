package oxt.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import oxt.api.Node;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.daemon.DaemonProcess;
import oxt.daemon.TestClient;
import oxt.host.Deadline;
import oxt.host.FileTree;
import oxt.model.Problem;

/**
 * A daemon with folders of its own, and in it the VM {@value #VM} whose NIC leads to the driver
 * domain {@value #NET}.
 */
final class World implements AutoCloseable {
    static final String VM = "work";
    static final String NET = "net";
    private static final String WAIT = "wait-millis=30000";

    private final Ground ground;
    private final Path folder;
    private final List<SmallDisk> disks;
    private final Map<String, String> environment;
    private final Gate gate;
    private final ProperStates proper = new ProperStates(this);
    private final Set<String> foreign = new HashSet<>();
    private DaemonProcess daemon;
    private long logAt;

    private World(
            Ground ground, Path folder, List<SmallDisk> disks, Map<String, String> environment)
            throws IOException, InterruptedException {
        this.ground = ground;
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.disks = List.copyOf(disks);
        this.gate = new Gate(folder.resolve("gate"));
        this.daemon = begin();
    }

    /** A world with its VMs defined, and the driver domain running. */
    static World make() throws IOException, InterruptedException {
        return make(new QemuGround());
    }

    static World make(Ground ground) throws IOException, InterruptedException {
        return make(ground, _ -> List.of());
    }

    static World make(Ground ground, Preparation preparation)
            throws IOException, InterruptedException {
        World world = empty(ground, preparation, Map.of());
        try {
            world.populate();
            return world;
        } catch (RuntimeException | Error e) {
            world.close();
            throw e;
        }
    }

    void populate() throws InterruptedException {
        ask("/v1/vms", ground.driverDomain());
        ask("/v1/vms", Documents.vm(VM));
        ask("/v1/vms/net/start", "");
        await("the driver domain answers", () -> ground.isServing(this));
        learn();
    }

    /** What is there in each state of the VM, when all goes well. */
    void learn() throws InterruptedException {
        proper.learn();
    }

    ProperStates proper() {
        return proper;
    }

    /** What the folder needs before its first daemon begins. */
    interface Preparation {
        List<SmallDisk> prepare(Path folder) throws IOException, InterruptedException;
    }

    /** A world without VMs. */
    static World empty() throws IOException, InterruptedException {
        return empty(_ -> List.of(), Map.of());
    }

    static World empty(Preparation preparation) throws IOException, InterruptedException {
        return empty(preparation, Map.of());
    }

    /**
     * A world without VMs, whose daemons live by the clock that {@link #clock} sets.
     *
     * @param library libfaketime's
     */
    static World withClock(Path library) throws IOException, InterruptedException {
        return empty(
                folder -> {
                    Files.writeString(folder.resolve("clock"), "+0");
                    return List.of();
                },
                Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        // As a jump of the host's clock: what only counts forward does so.
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        "NO_FAKE_STAT",
                        "1",
                        "FAKETIME_NO_CACHE",
                        "1"));
    }

    private static World empty(Preparation preparation, Map<String, String> environment)
            throws IOException, InterruptedException {
        return empty(new QemuGround(), preparation, environment);
    }

    private static World empty(
            Ground ground, Preparation preparation, Map<String, String> environment)
            throws IOException, InterruptedException {
        // Short, because the names of Unix sockets are.
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "oxc");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Files.createDirectories(folder.resolve("gate"));
        List<SmallDisk> disks = preparation.prepare(folder);
        Path state = Files.createDirectories(folder.resolve("state"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx--x--x"));
        ground.putImages(state);
        return new World(ground, folder, disks, environment);
    }

    private DaemonProcess begin() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        logAt = Files.exists(log) ? Files.size(log) : 0;
        Map<String, String> all = new HashMap<>(environment);
        all.put("FAKETIME_TIMESTAMP_FILE", folder.resolve("clock").toString());
        return DaemonProcess.begin(folder, ground.daemon(folder.resolve("gate")).with(all));
    }

    Path folder() {
        return folder;
    }

    Gate gate() {
        return gate;
    }

    TestClient client() {
        return daemon.client();
    }

    DaemonProcess daemon() {
        return daemon;
    }

    /** What the daemon's clock differs by from now on: {@code +10y}, {@code -3h}. */
    void clock(String offset) throws IOException {
        Path next = folder.resolve("clock.next");
        Files.writeString(next, offset);
        Files.move(next, folder.resolve("clock"), StandardCopyOption.ATOMIC_MOVE);
    }

    SmallDisk disk() {
        return disks.getFirst();
    }

    /** What the present daemon, and nobody before it, has said. */
    String log() {
        try {
            byte[] all = Files.readAllBytes(folder.resolve("log"));
            return new String(all, (int) logAt, all.length - (int) logAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done while there is no daemon. */
    interface Meanwhile {
        void happens() throws IOException, InterruptedException;
    }

    /** As kill -9 does; then another daemon on the same folders. */
    void replaceDaemon() throws IOException, InterruptedException {
        replaceDaemon(() -> {});
    }

    void replaceDaemon(Meanwhile meanwhile) throws IOException, InterruptedException {
        daemon.kill();
        meanwhile.happens();
        gate.open();
        daemon = begin();
    }

    /** What is ordered must be done. */
    TaskReply ask(Order order) {
        TaskReply task =
                ended(client().send(order.method(), order.path(WAIT), order.body()).task());
        if (task.state() != TaskState.DONE) {
            throw new AssertionError(order + ": " + task.state() + " " + task.problems());
        }
        return task;
    }

    /** What is asked must be done. */
    TaskReply ask(String path, String body) {
        TaskReply task = ended(client().done(path, body));
        if (task.state() != TaskState.DONE) {
            throw new AssertionError(path + ": " + task.state() + " " + task.problems());
        }
        return task;
    }

    /** What is said against it, or went wrong with it; nothing where it was done. */
    List<Problem> problems(String path) {
        return problems(path, "");
    }

    List<Problem> problems(String path, String body) {
        return problems(client().post(path + "?wait-millis=30000", body));
    }

    List<Problem> change(String vm, String document) {
        return problems(client().put("/v1/vms/" + vm + "?wait-millis=30000", document));
    }

    private List<Problem> problems(TestClient.Reply reply) {
        return reply.status() == 200 ? ended(reply.task()).problems() : reply.problems();
    }

    /** One request waits no longer than half a minute. */
    private TaskReply ended(TaskReply task) {
        Deadline deadline = Deadline.after(ground.patience());
        TaskReply now = task;
        while (!now.state().isEnded() && !deadline.isOver()) {
            now = client().get("/v1/tasks/" + task.id() + "?" + WAIT).task();
        }
        return now;
    }

    /** Asks, and does not wait for what becomes of it; the daemon may die of it. */
    Thread asked(Order order) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                var _ = client().send(order.method(), order.path(), order.body());
                            } catch (RuntimeException | AssertionError died) {
                                // That is what this test does to it.
                            }
                        });
    }

    String id(String vm) {
        Node.Mapping reply = (Node.Mapping) client().get("/v1/vms/" + vm).json();
        Node.Mapping summary = (Node.Mapping) reply.find("summary").orElseThrow();
        return ((Node.Text) summary.find("id").orElseThrow()).text();
    }

    String state(String vm) {
        return client().state(vm).orElse("not there");
    }

    boolean isSaved() {
        return state(VM).equals("saved");
    }

    /** Nobody works on any VM. */
    boolean isIdle() {
        String vms = client().get("/v1/vms").body();
        return !vms.matches("(?s).*\"activity\":\"[a-z]+\".*");
    }

    /** The guest has booted, and hears what it is asked. */
    void awaitGuest(String vm) throws InterruptedException {
        await(
                "the guest of " + vm + " lives",
                () -> client().get("/v1/vms/" + vm + "/log").body().contains(ground.life()));
    }

    void await(String what, BooleanSupplier condition) throws InterruptedException {
        if (!Deadline.after(ground.patience()).await(condition)) {
            throw new AssertionError("never: " + what + "\n" + tail());
        }
    }

    private String tail() {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }

    /** The VM's process, where it has one. */
    Optional<ProcessHandle> machine(String vm) {
        return Belongings.machine(folder, vm);
    }

    void signal(String vm, String signal) throws IOException, InterruptedException {
        long pid = machine(vm).orElseThrow().pid();
        int _ = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    /** As kill -9 does to the VM's process. */
    void end(String vm) {
        ProcessHandle process = machine(vm).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Somebody else's, which the daemon leaves alone. */
    void forget(String entry) {
        foreign.add(entry);
    }

    /** What was there for a VM that has ended is gone. */
    void awaitSettled() throws InterruptedException {
        await("what served VMs that have ended is gone", ground::isSettled);
    }

    /** Everything that is there because of VMs, as {@link Belongings} lists it. */
    List<String> held() {
        List<String> held = new ArrayList<>(ground.belongings(folder));
        held.removeAll(foreign);
        return List.copyOf(held);
    }

    /**
     * The VM is in one of these states, with everything that it then has, nothing else is there,
     * and nothing is under way.
     */
    String awaitProper(Set<String> states) throws InterruptedException {
        boolean found =
                Deadline.after(ground.patience())
                        .await(
                                () ->
                                        isIdle()
                                                && openPlans().isEmpty()
                                                && states.contains(state(VM))
                                                && proper.isProper());
        if (!found) {
            throw new AssertionError("never properly " + states + ": " + difference());
        }
        return state(VM);
    }

    private String difference() {
        return "%s, in the journal: %s%n%s".formatted(proper.difference(), openPlans(), tail());
    }

    List<String> openPlans() {
        return OpenPlans.of(folder.resolve("state/oxt.db"));
    }

    @Override
    public void close() throws IOException {
        daemon.kill();
        ground.clear(folder);
        for (SmallDisk disk : disks) {
            disk.close();
        }
        FileTree.remove(folder);
    }
}
