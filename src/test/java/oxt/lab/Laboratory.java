package oxt.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs scenarios of one kind, as many in one boot as it bears.
 *
 * <p>A machine that dies takes no answer with it: the scenario is tried once more in a new boot,
 * and counts as failed if that dies as well. What oxt did not do is never tried again.
 */
final class Laboratory {
    private static final Duration TIDY = Duration.ofMinutes(2);
    private static final Duration LOGS = Duration.ofMinutes(2);

    private final Path home;
    private final Path image;
    private final Path work;
    private final Report report;
    private final long deadline;

    /** Scenarios and kinds of boot of which a machine died; the next time is the last. */
    private final Set<Object> tried = new HashSet<>();

    private int boots;

    /**
     * @param work a folder for what each boot leaves
     * @param patience for all together; what has not begun then does not begin
     */
    Laboratory(Path home, Path image, Path work, Report report, Duration patience) {
        this.home = home;
        this.image = image;
        this.work = work;
        this.report = report;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    void run(Scenario.Kind kind, List<Scenario> scenarios)
            throws IOException, InterruptedException {
        Deque<Scenario> waiting = new ArrayDeque<>(scenarios);
        while (!waiting.isEmpty()) {
            if (isOver()) {
                waiting.forEach(this::leaveOut);
                return;
            }
            boot(kind, waiting);
        }
    }

    /** Takes from those that wait what has an answer. */
    private void boot(Scenario.Kind kind, Deque<Scenario> waiting)
            throws IOException, InterruptedException {
        boots++;
        Path folder = Files.createDirectories(work.resolve(kind.word() + "-" + boots));
        Path tests = work.resolve("tests.ext4");
        if (Files.exists(tests)) {
            Files.createLink(folder.resolve("tests.ext4"), tests);
        }
        long begun = System.nanoTime();
        try (Dom0 dom0 = Dom0.boot(home.resolve("lab/xen"), image, folder, kind)) {
            Optional<Death> death = dom0.ready();
            if (death.isPresent()) {
                if (!onceMore(kind, "boot " + kind.word(), death.get())) {
                    waiting.forEach(scenario -> report.died(scenario, death.get()));
                    waiting.clear();
                }
                return;
            }
            report.progress("dom0 is there (" + kind.word() + ")", begun);
            while (!waiting.isEmpty() && !isOver()) {
                if (!done(dom0, waiting.peek())) {
                    return; // of this machine nothing is left
                }
                waiting.remove();
            }
            dom0.run("logs", "exec /usr/lib/lab/logs /lab/logs/all", LOGS);
        }
    }

    /** Whether the machine lives, and so the scenario has an answer. */
    private boolean done(Dom0 dom0, Scenario scenario) throws IOException, InterruptedException {
        report.progress(scenario.name() + ": " + scenario.sentence());
        long begun = System.nanoTime();
        String name = scenario.name();
        Files.copy(
                scenario.file(),
                dom0.errand(name).resolve("scenario"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Ending ending = dom0.run(name, enter(name), scenario.patience());
        List<Saying> sayings = new ArrayList<>();
        switch (ending) {
            case Ending.Ended(int status) -> sayings.addAll(Saying.of(dom0.said(name), status));
            case Ending.TooLate(Duration patience) -> {
                sayings.addAll(Saying.of(dom0.said(name), 0));
                sayings.add(
                        Saying.no(
                                "it ends within " + patience.toSeconds() + " s",
                                "It was ended then, while dom0 answered."));
                dom0.run(name + "-end", "pkill -KILL -s $(cat /lab/" + name + "/session)", TIDY);
            }
            case Ending.SwitchedOff() -> {
                report.answers(
                        scenario,
                        List.of(Saying.no("dom0 stays on", "dom0 was switched off meanwhile.")),
                        begun);
                return false;
            }
            case Ending.Died(Death death) -> {
                if (!onceMore(scenario, name, death)) {
                    report.died(scenario, death);
                }
                return false;
            }
        }
        boolean bad = sayings.stream().anyMatch(each -> each.verdict() == Saying.Verdict.NO);
        if (bad) {
            dom0.run(name + "-logs", "exec /usr/lib/lab/logs /lab/" + name + "/logs", LOGS);
        }
        Ending tidied = dom0.run(name + "-tidy", "exec /usr/lib/lab/tidy", TIDY);
        // A scenario that breaks off leaves what it was about.
        if (!bad && tidied instanceof Ending.Ended(int status)) {
            sayings.addAll(Saying.of(dom0.said(name + "-tidy"), status));
        }
        report.answers(scenario, sayings, begun);
        return tidied instanceof Ending.Ended;
    }

    /** Its process leads a session, so that all it began can be ended. */
    private static String enter(String name) {
        return "echo $$ >/lab/%1$s/session; exec bash /lab/%1$s/scenario".formatted(name);
    }

    private boolean onceMore(Object what, String name, Death death) {
        boolean first = tried.add(what);
        report.progress((first ? "repeated: " : "given up: ") + name + ": " + death.sentence());
        return first;
    }

    private boolean isOver() {
        return System.nanoTime() > deadline;
    }

    private void leaveOut(Scenario scenario) {
        report.answers(
                scenario,
                List.of(Saying.no("its turn comes", "The lab's time was over before.")),
                System.nanoTime());
    }
}
