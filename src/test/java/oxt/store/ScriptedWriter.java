package oxt.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import oxt.store.Script.Act;
import oxt.store.Script.Promise;

/**
 * A process that follows scripts from several threads and says what was acknowledged: a line
 * "WRITER COUNT" when so many acts of a writer are done.
 */
final class ScriptedWriter {
    static final int WRITERS = 4;
    private static final Caller CALLER = new Caller(1000, "alice");

    /** Unbuffered: a line is out when it is written, or not at all. */
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private final Store store;

    private ScriptedWriter(Store store) {
        this.store = store;
    }

    /**
     * Begins such a process; what it says is in its output.
     *
     * @param wrapper what to run it under
     * @param firstWriter the first of its writers' numbers
     * @param sessions how often it opens the store, each time with writers of its own
     */
    static Process begin(List<String> wrapper, Path file, int firstWriter, int rounds, int sessions)
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
                        "-Dorg.sqlite.tmpdir=" + above(file, 3),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScriptedWriter.class.getName(),
                        file.toString(),
                        Integer.toString(firstWriter),
                        Integer.toString(rounds),
                        Integer.toString(sessions)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static Path above(Path file, int folders) {
        Path absolute = file.toAbsolutePath();
        return absolute.getRoot().resolve(absolute.subpath(0, absolute.getNameCount() - folders));
    }

    /**
     * FILE FIRST-WRITER ROUNDS SESSIONS: opens the store so many times, with writers of its own.
     */
    public static void main(String... words) throws Exception {
        int writer = Integer.parseInt(words[1]);
        int rounds = Integer.parseInt(words[2]);
        for (int session = 0; session < Integer.parseInt(words[3]); session++) {
            try (Store store = Store.open(Path.of(words[0]), InstantSource.system())) {
                new ScriptedWriter(store).session(writer, rounds);
            }
            writer += WRITERS;
        }
    }

    private void session(int firstWriter, int rounds)
            throws InterruptedException, ExecutionException {
        List<Future<?>> writing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = firstWriter; writer < firstWriter + WRITERS; writer++) {
                Script script = new Script(writer);
                writing.add(threads.submit(() -> follow(script, rounds)));
            }
            for (Future<?> one : writing) {
                one.get();
            }
        }
        store.backup();
    }

    private void follow(Script script, int rounds) {
        int count = 0;
        for (int round = 0; round < rounds; round++) {
            for (Act act : script.round(round)) {
                count++;
                switch (Script.promise(act)) {
                    case NOTHING -> store.applyLater(change -> make(change, script, act));
                    case KILL -> store.note(change -> make(change, script, act));
                    case POWER_LOSS -> store.apply(change -> make(change, script, act));
                }
                if (Script.promise(act) != Promise.NOTHING) {
                    say(script.writer() + " " + count + "\n");
                }
            }
        }
    }

    private static void say(String line) {
        try {
            OUT.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void make(Transaction change, Script script, Act act) {
        switch (act) {
            case Act.Add(var vm) ->
                    change.vms().add(TestVms.id(vm), TestVms.name(vm), Script.document(vm, 1));
            case Act.Change(var vm) ->
                    change.vms()
                            .change(TestVms.id(vm), 1, TestVms.name(vm), Script.document(vm, 2));
            case Act.Begin(var vm) ->
                    change.journal()
                            .begin(new NewPlan(TestVms.id(vm), "start", "plan " + vm, CALLER));
            case Act.Step(var vm, var position, var state) ->
                    change.journal().write(new StepId(plan(change, vm), position), "step", state);
            case Act.End(var vm) -> change.journal().end(plan(change, vm), PlanOutcome.DONE, "");
            case Act.Remove(var vm) -> change.vms().remove(TestVms.id(vm), 2);
        }
        if (!(act instanceof Act.Step)) {
            String object = "writer-" + script.writer();
            change.audit().append(new AuditEntry(CALLER, "act", object, act.toString(), "done"));
            change.events().publish(new NewEvent("act", object, act.toString()));
        }
    }

    private static PlanId plan(Transaction change, int vm) {
        return change.now().journal().newest(TestVms.id(vm), 1).getFirst().id();
    }
}
