package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import oxt.api.TaskReply;
import oxt.chaos.Gate.Moment;
import oxt.chaos.Gate.When;

/**
 * Every deed, broken off at every step: by kill -9 of the daemon, and by kill -9 of the VM's QEMU.
 */
@Tag("guest")
@Timeout(600)
class EveryStepGuestTest {
    private static final Lanes LANES = new Lanes();

    @AfterAll
    static void takeAway() throws IOException {
        LANES.close();
    }

    @TestFactory
    Stream<DynamicTest> a_daemon_killed_at_any_step_leaves_what_an_administrator_recognises() {
        return Deeds.ALL.stream()
                .map(
                        deed ->
                                DynamicTest.dynamicTest(
                                        deed.name(),
                                        () ->
                                                LANES.each(
                                                        "daemon killed in " + deed,
                                                        moments(deed),
                                                        (world, moment) ->
                                                                killDaemon(world, deed, moment))));
    }

    @TestFactory
    Stream<DynamicTest> a_qemu_killed_at_any_step_leaves_what_an_administrator_recognises() {
        return Deeds.ALL.stream()
                .map(
                        deed ->
                                DynamicTest.dynamicTest(
                                        deed.name(),
                                        () ->
                                                LANES.each(
                                                        "QEMU killed in " + deed,
                                                        moments(deed),
                                                        (world, moment) ->
                                                                killQemu(world, deed, moment))));
    }

    @TestFactory
    Stream<DynamicTest> a_daemon_killed_at_any_step_of_a_disposable_leaves_nothing_of_it() {
        return Deeds.DISPOSABLES.stream()
                .map(deed -> disposable("daemon killed in ", deed, deed::killDaemon));
    }

    @TestFactory
    Stream<DynamicTest> a_qemu_killed_at_any_step_of_a_disposable_leaves_nothing_of_it() {
        return Deeds.DISPOSABLES.stream()
                .map(deed -> disposable("QEMU killed in ", deed, deed::killQemu));
    }

    private static DynamicTest disposable(
            String what, DisposableDeed deed, Lanes.Work<Moment> work) {
        return DynamicTest.dynamicTest(
                deed.toString(),
                () -> {
                    List<Moment> moments = new ArrayList<>();
                    LANES.once("learn " + deed, (world, _) -> moments.addAll(deed.moments(world)));
                    LANES.each(what + deed, moments, work);
                });
    }

    /** Runs the deed once, to learn its steps; then both sides of each. */
    private static List<Moment> moments(Deed deed) throws InterruptedException {
        List<Moment> moments = new ArrayList<>();
        LANES.once(
                "learn " + deed,
                (world, _) -> {
                    prepare(world, deed);
                    TaskReply task = world.ask(deed.order());
                    int steps = ((TaskReply.Work.Planned) task.work()).plan().steps().size();
                    for (int step = 0; step < steps; step++) {
                        moments.add(new Moment(step, When.BEFORE));
                        moments.add(new Moment(step, When.AFTER));
                    }
                    clear(world);
                });
        return moments;
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
    private static void clear(World world) throws InterruptedException {
        switch (world.state(World.VM)) {
            case "off" -> {}
            case "saved" -> world.ask("/v1/vms/work/discard", "");
            default -> world.ask("/v1/vms/work/kill", "");
        }
        world.awaitProper(Set.of("off"));
        world.proper().restore();
    }

    private static void killDaemon(World world, Deed deed, Moment moment)
            throws IOException, InterruptedException {
        Thread asked = begin(world, deed, moment);
        world.replaceDaemon();
        asked.join();

        world.awaitProper(deed.recognisable());
        assertEquals(
                1,
                deed.sentence().matcher(world.log()).results().count(),
                "sentences that say what happened in\n" + world.log());
        finish(world);
    }

    private static void killQemu(World world, Deed deed, Moment moment)
            throws IOException, InterruptedException {
        Thread asked = begin(world, deed, moment);
        Optional<ProcessHandle> qemu = world.machine(World.VM);
        qemu.ifPresent(ProcessHandle::destroyForcibly);
        world.gate().open();
        asked.join();

        world.awaitProper(qemu.isPresent() ? deed.afterDeath() : deed.recognisable());
        assertTrue(
                Pattern.compile(
                                "VM work ended by itself|^oxtd: [a-z]+ work for ",
                                Pattern.MULTILINE)
                        .matcher(world.log())
                        .find(),
                "what happened is not in\n" + world.log());
        finish(world);
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
    private static void finish(World world) throws InterruptedException {
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
