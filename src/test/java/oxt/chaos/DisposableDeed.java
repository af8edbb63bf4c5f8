package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import oxt.api.TaskState;
import oxt.chaos.Gate.Moment;
import oxt.chaos.Gate.When;

/**
 * A command in a VM made for it, broken off at a step; the template is there only for that while.
 */
enum DisposableDeed {
    /** What disposables begin from is made for it. */
    FIRST("first disposable"),
    /** It begins from what is there. */
    NEXT("disposable");

    private static final String TEMPLATE = "play";
    private static final String PATH = "/v1/vms/play/run-disposable";
    private static final String BODY = "{\"command\":[\"true\"]}";

    /** Part of the id, and so of every name, of a VM that nobody defined. */
    private static final String PASSING = "d15b05ab";

    /** The last that is written of what disposables begin from. */
    private static final String WHOLE = "/state/saved.json";

    private static final Pattern LEFTOVER =
            Pattern.compile("isposable VM .+ (has outlived the daemon|is removed)");
    private static final Pattern BROKEN =
            Pattern.compile("disposable of VM play did not come|command in disposable VM play-d");

    private final String words;

    DisposableDeed(String words) {
        this.words = words;
    }

    /** Both sides of each step, which doing it tells; none that the next one has as well. */
    List<Moment> moments(World world) throws InterruptedException {
        prepare(world);
        int steps = steps(world);
        int own = this == FIRST ? steps - steps(world) : steps;
        takeAway(world);
        List<Moment> moments = new ArrayList<>();
        for (int step = 0; step < own; step++) {
            moments.add(new Moment(step, When.BEFORE));
            moments.add(new Moment(step, When.AFTER));
        }
        return moments;
    }

    private static int steps(World world) {
        world.gate().arm(new Moment(Integer.MAX_VALUE, When.BEFORE));
        requireDone(world, run(world));
        int steps = world.gate().begun();
        world.gate().open();
        return steps;
    }

    void killDaemon(World world, Moment moment) throws IOException, InterruptedException {
        prepare(world);
        List<String> before = world.held();
        CompletableFuture<String> reply = begin(world, moment);
        boolean wasThere = !passing(world).isEmpty();
        world.replaceDaemon();
        var _ = reply.join();

        awaitNothing(world, before);
        assertEquals(
                wasThere ? 1 : 0,
                LEFTOVER.matcher(world.log()).results().count(),
                "sentences that say what happened in\n" + world.log());
        finish(world);
    }

    void killQemu(World world, Moment moment) throws InterruptedException {
        prepare(world);
        List<String> before = world.held();
        CompletableFuture<String> reply = begin(world, moment);
        Belongings.passingMachine(world.folder()).ifPresent(ProcessHandle::destroyForcibly);
        world.gate().open();

        String said = reply.join();
        awaitNothing(world, before);
        if (said.contains("problem ")) {
            assertTrue(BROKEN.matcher(world.log()).find(), "not in the log: " + said);
            assertTrue(said.contains("disposable-died"), said);
        } else {
            // Nothing needed it any more, or not yet.
            requireDone(world, said);
        }
        finish(world);
    }

    /** As far as the moment, where the daemon then waits. */
    private static CompletableFuture<String> begin(World world, Moment moment)
            throws InterruptedException {
        world.gate().arm(moment);
        var reply = CompletableFuture.supplyAsync(() -> run(world));
        world.await(moment.toString(), () -> world.gate().waits().isPresent() || reply.isDone());
        assertTrue(world.gate().waits().isPresent(), () -> "never waited: " + reply.join());
        return reply;
    }

    private void prepare(World world) throws InterruptedException {
        world.ask("/v1/vms", Documents.template(TEMPLATE));
        if (this == NEXT) {
            requireDone(world, run(world));
        }
    }

    /** The next one works, leaves nothing, and goes with its template. */
    private static void finish(World world) throws InterruptedException {
        requireDone(world, run(world));
        assertEquals(List.of(), passing(world));
        takeAway(world);
    }

    private static void takeAway(World world) throws InterruptedException {
        var reply = world.client().delete("/v1/vms/" + TEMPLATE + "?wait-millis=30000");
        assertEquals(TaskState.DONE, reply.task().state(), reply::body);
        world.awaitProper(Set.of("off"));
    }

    /** Nothing is there but what was; and perhaps, as a whole, what disposables begin from. */
    private static void awaitNothing(World world, List<String> before) throws InterruptedException {
        world.await(
                "nothing of it is left",
                () -> {
                    List<String> more = new ArrayList<>(world.held());
                    boolean isAll = more.containsAll(before);
                    more.removeAll(before);
                    boolean isWhole = more.stream().anyMatch(line -> line.endsWith(WHOLE));
                    boolean isOrigin =
                            more.stream().allMatch(line -> line.startsWith("state/templates"));
                    return isAll
                            && passing(world).isEmpty()
                            && (more.isEmpty() || isOrigin && isWhole)
                            && world.isIdle();
                });
    }

    private static List<String> passing(World world) {
        return Belongings.named(world.folder(), PASSING);
    }

    private static String run(World world) {
        try {
            return world.client().post(PATH, BODY).body();
        } catch (RuntimeException | AssertionError died) {
            return "the daemon died: " + died;
        }
    }

    private static void requireDone(World world, String reply) {
        boolean isDone = Pattern.compile("status 1\\R+0").matcher(reply).find();
        assertTrue(isDone, () -> reply + "\n" + world.log());
    }

    @Override
    public String toString() {
        return words;
    }
}
