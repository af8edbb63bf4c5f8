package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.chaos.Gate.Moment;
import oxt.chaos.Gate.When;
import oxt.model.Problem;

/**
 * What a bad day does to VMs on Xen: the daemon killed between every two steps of a start and a
 * stop and in the middle of xl's work, the domain destroyed behind its back, xenconsoled begun
 * anew, the disk full.
 */
@Tag("xen")
class XenChaosTest {
    /** Run folder, overlay and link together, and then the domain is made. */
    private static final int MAKE_DOMAIN = 3;

    private static final Deed START = Deeds.named("start");
    private static final Deed STOP = Deeds.named("stop");

    private static World world;

    @BeforeAll
    static void begin() throws IOException, InterruptedException {
        world =
                World.make(
                        new XenGround(),
                        folder -> List.of(SmallDisk.ext4(folder.resolve("state"), 300)));
    }

    @AfterAll
    static void end() throws IOException {
        world.close();
    }

    @Test
    void a_daemon_killed_between_any_two_steps_of_a_start_leaves_what_an_administrator_recognises()
            throws Exception {
        for (Moment moment : BreakingOff.betweenSteps(world, START)) {
            killDaemon(START, moment);
        }
        BreakingOff.finish(world);
    }

    @Test
    void a_daemon_killed_between_any_two_steps_of_a_stop_leaves_what_an_administrator_recognises()
            throws Exception {
        for (Moment moment : BreakingOff.betweenSteps(world, STOP)) {
            killDaemon(STOP, moment);
        }
        BreakingOff.finish(world);
    }

    @Test
    void a_daemon_killed_while_xl_makes_a_domain_leaves_no_domain_behind() throws Exception {
        Moment before = new Moment(MAKE_DOMAIN, When.BEFORE);
        tell("daemon killed while xl works", before);
        List<ProcessHandle> working = new ArrayList<>();
        BreakingOff.killDaemon(
                world,
                START,
                before,
                () -> {
                    String vm = world.id(World.VM);
                    world.gate().open();
                    world.await("xl works", () -> working.addAll(xlAt(vm)));
                    world.await("the domain is half made", () -> goesOnToDomain(working, vm));
                });
        // Held, it would never have ended by itself.
        assertEquals(List.of(), working.stream().filter(ProcessHandle::isAlive).toList());
        BreakingOff.finish(world);
    }

    @Test
    void a_domain_destroyed_behind_its_back_leaves_what_an_administrator_recognises()
            throws Exception {
        for (Moment moment :
                List.of(
                        new Moment(MAKE_DOMAIN, When.AFTER),
                        new Moment(MAKE_DOMAIN + 1, When.AFTER))) {
            tell("domain destroyed in start", moment);
            BreakingOff.killMachine(world, START, moment, XenChaosTest::destroy);
            BreakingOff.clear(world);
        }
        Moment asked = new Moment(0, When.AFTER);
        tell("domain destroyed in stop", asked);
        BreakingOff.killMachine(world, STOP, asked, XenChaosTest::destroy);
        BreakingOff.clear(world);

        tell("domain destroyed while nothing is done", asked);
        world.ask(Order.of("start"));
        world.awaitGuest(World.VM);
        XenGround.destroy(World.VM);
        world.awaitProper(Set.of("off"));
        assertTrue(world.log().contains("VM work ended by itself"), world.log());
    }

    @Test
    void a_console_goes_on_when_xenconsoled_begins_anew() throws Exception {
        world.ask(Order.of("start"));
        world.awaitGuest(World.VM);
        writes("before");
        restartXenconsoled();
        writes("after");
        world.ask(Order.of("kill"));
        world.awaitProper(Set.of("off"));
    }

    @Test
    void a_start_on_a_full_disk_says_so_and_leaves_nothing() throws Exception {
        world.disk().fill();
        List<Problem> problems = world.problems("/v1/vms/work/start");
        assertFalse(problems.isEmpty(), "a VM was started on a full disk\n" + world.log());
        assertTrue(
                problems.toString().matches("(?s).*(disk.*full|[Nn]o space left|does not fit).*"),
                problems::toString);
        assertEquals("off", world.awaitProper(Set.of("off")));
        world.disk().free();
        world.ask(Order.of("start"));
        world.ask(Order.of("kill"));
        world.awaitProper(Set.of("off"));
    }

    /** What comes next starts the VM again. */
    private static void killDaemon(Deed deed, Moment moment) throws Exception {
        tell("daemon killed in " + deed, moment);
        BreakingOff.killDaemon(world, deed, moment, () -> {});
        BreakingOff.clear(world);
    }

    /** The guest repeats what it does not know as an order. */
    private static void writes(String word) throws InterruptedException {
        String domain = XenGround.said("xl", "domid", World.VM).strip();
        String _ =
                XenGround.said(
                        "xenstore-write", "/local/domain/" + domain + "/control/shutdown", word);
        world.await(
                "the guest's word " + word + " is in its log",
                () -> world.client().get("/v1/vms/work/log").body().contains(word));
    }

    private static void restartXenconsoled() throws InterruptedException {
        String program = "/usr/lib/xen-4.20/bin/xenconsoled";
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (process.info().command().orElse("").equals(program)) {
                process.destroyForcibly();
                world.await("xenconsoled is gone", () -> !process.isAlive());
            }
        }
        String _ = XenGround.said(program, "--log=all");
    }

    private static boolean destroy() {
        XenGround.destroy(World.VM);
        return true;
    }

    private static List<ProcessHandle> xlAt(String vm) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(vm + "/xl.cfg"))
                .toList();
    }

    /** Lets them go on a little, and holds them again; whether the domain is there then. */
    private static boolean goesOnToDomain(List<ProcessHandle> working, String vm) {
        for (String signal : List.of("-CONT", "-STOP")) {
            working.forEach(each -> XenGround.said("kill", signal, Long.toString(each.pid())));
        }
        return XenGround.said("xenstore-ls", "/vm").contains(vm);
    }

    private static void tell(String what, Moment moment) {
        System.out.println("chaos: " + what + ", " + moment);
    }
}
