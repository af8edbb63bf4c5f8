package oxt.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import oxt.model.ProblemException;

/** A process of its own that uses a store, for tests that kill it or stand in its way. */
final class OtherProcess implements AutoCloseable {
    private static final int WRITERS = 4;

    /** Numbers of one run do not meet those of another. */
    private static final int NUMBERS_IN_A_RUN = 100_000;

    private static final String LARGE = "x".repeat(10_000);

    private final Process process;
    private final BufferedReader output;

    private OtherProcess(Process process) {
        this.process = process;
        this.output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What it does, and what it prints while it does it. */
    enum Task {
        /** Adds VMs from several threads for ever; prints a VM's number once it is added. */
        WRITE,
        /** Notes steps of a plan for ever; prints a step's position once it is noted. */
        NOTE,
        /** Opens the store and prints "open", or the code of what refused it; then stays. */
        HOLD,
        /** Adds VMs until refused; prints how many were added, the refusal, then what follows. */
        FILL
    }

    static OtherProcess start(Task task, Path file, int run, List<String> wrapper)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        // What a killed process leaves of the native library goes with the test.
                        "-Dorg.sqlite.tmpdir=" + file.toAbsolutePath().getParent().getParent(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        task.name(),
                        file.toString(),
                        Integer.toString(run)));
        return new OtherProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    long pid() {
        return process.pid();
    }

    /** The next whole line, or "" after the last; a process killed while it wrote has half one. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = output.read();
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = output.read();
        }
        return next < 0 ? "" : line.toString();
    }

    void kill() throws InterruptedException {
        // Not the process itself, which would throw away what was printed and not yet read.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    int await() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the other process does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String... words) throws Exception {
        Path file = Path.of(words[1]);
        int first = Integer.parseInt(words[2]) * NUMBERS_IN_A_RUN;
        switch (Task.valueOf(words[0])) {
            case WRITE -> write(file, first);
            case NOTE -> note(file);
            case HOLD -> hold(file);
            case FILL -> fill(file);
        }
    }

    private static void write(Path file, int first) {
        try (Store store = Store.open(file, InstantSource.system());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                int start = first + writer;
                threads.submit(() -> writeFrom(store, start));
            }
        }
    }

    private static void writeFrom(Store store, int start) {
        for (int vm = start; true; vm += WRITERS) {
            add(store, vm, "{}");
            print(Integer.toString(vm));
        }
    }

    /** All three or none of them. */
    static void add(Store store, int vm, String document) {
        store.apply(
                change -> {
                    change.vms().add(TestVms.id(vm), TestVms.name(vm), document);
                    change.audit()
                            .append(
                                    new AuditEntry(
                                            TestVms.ALICE, "create-vm", "vm-" + vm, "{}", "done"));
                    change.events().publish(new NewEvent("vm-created", "vm-" + vm, "{}"));
                });
    }

    private static void note(Path file) {
        try (Store store = Store.open(file, InstantSource.system())) {
            PlanId plan =
                    store.change(
                            change ->
                                    change.journal()
                                            .begin(
                                                    new NewPlan(
                                                            TestVms.id(1),
                                                            "start",
                                                            "start vm-1",
                                                            TestVms.ALICE)));
            for (int position = 0; true; position++) {
                StepId step = new StepId(plan, position);
                store.note(change -> change.journal().write(step, "a step", StepState.BEGUN));
                print(Integer.toString(position));
            }
        }
    }

    private static void hold(Path file) throws InterruptedException {
        try (Store _ = Store.open(file, InstantSource.system())) {
            print("open");
            TimeUnit.MINUTES.sleep(10);
        } catch (ProblemException refused) {
            print(refused.problems().getFirst().code());
        }
    }

    private static void fill(Path file) throws IOException {
        Path ballast = file.resolveSibling("ballast");
        Files.write(ballast, new byte[1 << 20]);
        try (Store store = Store.open(file, InstantSource.system())) {
            int added = 0;
            String refusal = "";
            while (refusal.isEmpty()) {
                int vm = added;
                refusal = refusal(() -> add(store, vm, LARGE));
                added += refusal.isEmpty() ? 1 : 0;
            }
            print("added " + added + ", found " + count(store));
            print(refusal);
            Files.delete(ballast);
            int vm = added;
            print("after space was made: " + refusal(() -> add(store, vm, LARGE)) + count(store));
        }
        try (Store store = Store.open(file, InstantSource.system())) {
            print("opened again: " + count(store) + " " + store.read(now -> now.audit().verify()));
        }
    }

    private static String refusal(Runnable adding) {
        try {
            adding.run();
            return "";
        } catch (ProblemException refused) {
            return refused.problems().getFirst().code();
        }
    }

    private static long count(Store store) {
        return store.<Long>read(now -> now.vms().count());
    }

    private static void print(String line) {
        synchronized (System.out) {
            System.out.print(line + "\n");
            System.out.flush();
        }
    }
}
