package oxt.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import oxt.host.Deadline;
import oxt.plan.Step;
import oxt.plan.StepText;

/**
 * Where a daemon waits at one step for what a test does to it: three files in a folder that both
 * processes know.
 *
 * <pre>
 * moment   written by the test: WHEN NUMBER, the step at which to wait, and a word that makes it
 *          another than all before; the first step has number 0
 * here     written by the daemon when it waits, with the step's text
 * go       written by the test: go on
 * begun    written by the daemon while there is a moment: how many steps have begun
 * </pre>
 */
public final class Gate {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** On which side of a step's effect. */
    public enum When {
        BEFORE,
        AFTER
    }

    /** One step of a plan, by its place in the order in which they begin. */
    public record Moment(int step, When when) {
        @Override
        public String toString() {
            return when + " step " + step;
        }
    }

    private final Path folder;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<String> armed = new AtomicReference<>("");
    private final ThreadLocal<Integer> current = new ThreadLocal<>();

    public Gate(Path folder) {
        this.folder = folder;
    }

    /** The test's side: the next step that begins has number 0. */
    void arm(Moment moment) {
        open();
        remove("begun");
        write("moment", moment.when() + " " + moment.step() + " " + System.nanoTime());
    }

    /** The test's side: the text of the step where the daemon waits, when it has come there. */
    Optional<String> waits() {
        return read("here");
    }

    /** The test's side: how many steps have begun since it was armed. */
    int begun() {
        return read("begun").map(Integer::parseInt).orElse(0);
    }

    /** The test's side: the daemon goes on, and waits nowhere any more. */
    void open() {
        remove("moment");
        remove("here");
        write("go", "");
    }

    /** The daemon's side. */
    public void before(Step step) throws InterruptedException {
        Optional<String> moment = read("moment");
        if (moment.isEmpty()) {
            current.set(-1);
            return;
        }
        if (!moment.get().equals(armed.getAndSet(moment.get()))) {
            next.set(0);
        }
        current.set(next.getAndIncrement());
        write("begun", Integer.toString(next.get()));
        pass(When.BEFORE, step);
    }

    /** The daemon's side; on the thread that was at {@link #before}. */
    public void after(Step step) throws InterruptedException {
        pass(When.AFTER, step);
    }

    private void pass(When when, Step step) throws InterruptedException {
        String here = when + " " + current.get() + " ";
        if (read("moment").filter(moment -> moment.startsWith(here)).isEmpty()) {
            return;
        }
        remove("go");
        write("here", StepText.of(step));
        boolean _ = Deadline.after(LONGEST).await(() -> Files.exists(folder.resolve("go")));
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(folder.resolve(name)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private synchronized void write(String name, String text) {
        try {
            Path unfinished = folder.resolve(name + ".part");
            Files.writeString(unfinished, text);
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
