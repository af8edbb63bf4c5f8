package oxt.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import oxt.chaos.Gate.Moment;

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
                                                                BreakingOff.killDaemon(
                                                                        world, deed, moment))));
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

    private static List<Moment> moments(Deed deed) throws InterruptedException {
        List<Moment> moments = new ArrayList<>();
        LANES.once(
                "learn " + deed,
                (world, _) -> moments.addAll(BreakingOff.everyMoment(world, deed)));
        return moments;
    }

    private static void killQemu(World world, Deed deed, Moment moment)
            throws InterruptedException {
        BreakingOff.killMachine(
                world,
                deed,
                moment,
                () -> {
                    Optional<ProcessHandle> qemu = world.machine(World.VM);
                    qemu.ifPresent(ProcessHandle::destroyForcibly);
                    return qemu.isPresent();
                });
        BreakingOff.finish(world);
    }
}
