package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import oxt.api.TaskReply;
import oxt.chaos.Gate.Moment;
import oxt.chaos.Gate.When;

/** Breaks a deed off at one moment, and asks for all that must be so afterwards. */
final class BreakingOff {
    private static final Pattern SENTENCE =
            Pattern.compile("VM work ended by itself|^oxtd: [a-z]+ work for ", Pattern.MULTILINE);

    private BreakingOff() {}

    /** Runs the deed once, to learn its steps; then both sides of each. */
    static List<Moment> everyMoment(World world, Deed deed) throws InterruptedException {
        List<Moment> moments = new ArrayList<>();
        int steps = steps(world, deed);
        for (int step = 0; step < steps; step++) {
            moments.add(new Moment(step, When.BEFORE));
            moments.add(new Moment(step, When.AFTER));
        }
        return moments;
    }

    /** Runs the deed once, to learn its steps; then before the first and after each. */
    static List<Moment> betweenSteps(World world, Deed deed) throws InterruptedException {
        List<Moment> moments = new ArrayList<>(List.of(new Moment(0, When.BEFORE)));
        int steps = steps(world, deed);
        for (int step = 0; step < steps; step++) {
            moments.add(new Moment(step, When.AFTER));
        }
        return moments;
    }

    private static int steps(World world, Deed deed) throws InterruptedException {
        prepare(world, deed);
        TaskReply task = world.ask(deed.order());
        clear(world);
        return ((TaskReply.Work.Planned) task.work()).plan().steps().size();
    }

    private static void prepare(World world, Deed deed) throws InterruptedException {
        for (Order order : deed.before()) {
            world.ask(order);
            if (order.equals(Order.of("start"))) {
                world.awaitGuest(World.VM);
            }
        }
    }

    /** To off, from whatever it is. */
    static void clear(World world) throws InterruptedException {
        switch (world.state(World.VM)) {
            case "off" -> {}
            case "saved" -> world.ask("/v1/vms/work/discard", "");
            default -> world.ask("/v1/vms/work/kill", "");
        }
        world.awaitProper(Set.of("off"));
        world.proper().restore();
    }

    static void killDaemon(World world, Deed deed, Moment moment)
            throws IOException, InterruptedException {
        killDaemon(world, deed, moment, () -> {});
        finish(world);
    }

    /**
     * @param then what is waited for after the moment, before the daemon is killed
     */
    static void killDaemon(World world, Deed deed, Moment moment, Then then)
            throws IOException, InterruptedException {
        Thread asked = begin(world, deed, moment);
        then.happens();
        world.replaceDaemon();
        asked.join();

        world.awaitProper(deed.recognisable());
        assertEquals(
                1,
                deed.sentence().matcher(world.log()).results().count(),
                "sentences that say what happened in\n" + world.log());
    }

    /** What happens between a moment and the end of a daemon. */
    interface Then {
        void happens() throws InterruptedException;
    }

    /**
     * @param killing says whether there was a machine to kill
     */
    static void killMachine(World world, Deed deed, Moment moment, BooleanSupplier killing)
            throws InterruptedException {
        Thread asked = begin(world, deed, moment);
        boolean killed = killing.getAsBoolean();
        world.gate().open();
        asked.join();

        world.awaitProper(killed ? deed.afterDeath() : deed.recognisable());
        assertTrue(SENTENCE.matcher(world.log()).find(), "what happened is not in\n" + world.log());
    }

    /** As far as the moment, where the daemon then waits. */
    private static Thread begin(World world, Deed deed, Moment moment) throws InterruptedException {
        prepare(world, deed);
        world.gate().arm(moment);
        Thread asked = world.asked(deed.order());
        world.await(moment.toString(), () -> world.gate().waits().isPresent());
        return asked;
    }

    /** The VM works as before. */
    static void finish(World world) throws InterruptedException {
        switch (world.state(World.VM)) {
            case "paused" -> world.ask("/v1/vms/work/resume", "");
            case "off", "saved" -> world.ask("/v1/vms/work/start", "");
            default -> {}
        }
        world.awaitProper(Set.of("running", "off"));
        if (world.state(World.VM).equals("off")) {
            // Its guest had been asked to shut down.
            world.ask("/v1/vms/work/start", "");
        }
        world.awaitGuest(World.VM);
        world.ask("/v1/vms/work/stop", "");
        world.awaitProper(Set.of("off"));
        world.proper().restore();
    }
}
