package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.engine.Cancel;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Outcome;
import oxt.engine.Runner;
import oxt.guest.GuestShell;
import oxt.model.Vm;
import oxt.model.XenSettings;
import oxt.plan.Ability;
import oxt.plan.CreatePlanner;
import oxt.plan.Observed;
import oxt.plan.Planned;
import oxt.plan.RemovePlanner;
import oxt.plan.Run;
import oxt.plan.SavePlanner;
import oxt.plan.StartPlanner;
import oxt.plan.StopPlanner;

/** Linux in domains: it boots, has its disks, is saved and goes on, and hears its power button. */
@Tag("xen")
class XenGuestTest {
    /**
     * 25 s in an emulated machine that does little else, with firmware 60 s; ten times that where
     * others use it.
     */
    private static final Duration BOOT = Duration.ofSeconds(600);

    /** Of a command that asks for a disk of a device model which waits for a processor. */
    private static final Duration ANSWER = Duration.ofSeconds(100);

    private XenFixture fixture;
    private Engine engine;

    @BeforeEach
    void begin() throws Exception {
        fixture = new XenFixture();
        engine = fixture.engine();
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void a_pvh_guest_has_its_disks_goes_on_from_what_was_saved_and_shuts_down() throws Exception {
        Vm vm = started(fixture.linux(XenSettings.Type.PVH));
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            run(shell, "NOTE=remembered; echo kept > /run/note");
            run(shell, "printf written | dd of=/dev/xvda conv=fsync");
            run(shell, "printf scratched | dd of=/dev/xvdb conv=fsync");
        }
        run(SavePlanner.plan(vm, look(vm), fixture.facts()));
        assertEquals(new Run.Saved(vm, new Ability.Able()), look(vm).run());
        assertFalse(Files.exists(fixture.layout().runFolder(vm.id())));

        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            assertEquals(
                    "remembered kept written scratched",
                    run(shell, "echo $NOTE $(cat /run/note) " + read("xvda", 7) + read("xvdb", 9)));
        }
        assertFalse(Files.exists(fixture.layout().saved(vm.id())));
        stopAndRemove(vm);
    }

    @Test
    void an_hvm_guest_boots_has_its_disks_and_shuts_down() throws Exception {
        Vm vm = started(fixture.linux(XenSettings.Type.HVM));
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            run(shell, "printf written | dd of=/dev/xvda conv=fsync");
            assertEquals("written", run(shell, "echo " + read("xvda", 7)));
        }
        stopAndRemove(vm);
    }

    private void stopAndRemove(Vm vm) throws EngineException {
        run(StopPlanner.orderly(vm, look(vm), Duration.ofSeconds(200)));
        assertEquals(Run.OFF, look(vm).run());
        assertEquals(Set.of(), look(vm).heldForRun());
        run(RemovePlanner.plan(vm, look(vm), List.of()));
        assertEquals(Observed.nothing(vm.id()), look(vm));
    }

    /** What the command wrote. */
    private static String run(GuestShell shell, String command) throws Exception {
        GuestShell.Answer answer = shell.run(command, ANSWER);
        assertTrue(answer.isGood(), answer::toString);
        return answer.text().strip();
    }

    private static String read(String device, int bytes) {
        return "$(dd if=/dev/" + device + " bs=" + bytes + " count=1 2>/dev/null) ";
    }

    private Vm started(Vm vm) throws EngineException {
        run(CreatePlanner.plan(vm, look(vm), fixture.facts()));
        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        return vm;
    }

    private Observed look(Vm vm) throws EngineException {
        return engine.observe(vm.id());
    }

    private void run(Planned planned) {
        if (!(planned instanceof Planned.Ready(var plan))) {
            throw new AssertionError(planned);
        }
        Outcome outcome = new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel());
        assertEquals(new Outcome.Done(), outcome);
    }
}
