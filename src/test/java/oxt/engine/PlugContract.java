package oxt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import oxt.made.Vms;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.Firewall;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;
import oxt.plan.After;
import oxt.plan.ChangePlanner;
import oxt.plan.CreatePlanner;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.StartPlanner;
import oxt.plan.Step;
import oxt.plan.StepText;
import oxt.plan.TidyPlanner;

/** What every engine keeps of disks and NICs that come and go while a machine is there. */
public abstract class PlugContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private EngineFixture fixture;
    private Engine engine;

    protected abstract EngineFixture fixture() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        fixture = fixture();
        engine = fixture.engine();
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void disks_and_nics_come_and_go_while_the_guest_runs() throws Exception {
        Vm vm = created(fixture.obedient());
        run(ready(StartPlanner.plan(vm, look(vm), fixture.facts())));
        fixture.awaitGuest(vm.id());
        Vm more = more(vm);
        performTwice(change(vm, more));
        assertEquals(new Run.Running(more), look(vm).run());
        Vm bare = vm.with(List.of(), List.of());
        performTwice(change(more, bare));
        assertEquals(new Run.Running(bare), look(vm).run());
        performTwice(change(bare, vm));
        assertEquals(new Run.Running(vm), look(vm).run());
        run(TidyPlanner.plan(vm, look(vm)));
        assertEquals(Set.of(), look(vm).heldForRun());
    }

    @Test
    void a_guest_that_keeps_a_disk_has_it_still_and_the_step_says_so() throws Exception {
        Vm vm = created(fixture.stubborn());
        run(ready(StartPlanner.plan(vm, look(vm), fixture.facts())));
        fixture.awaitGuest(vm.id());
        Disk disk = vm.disks().getFirst();
        for (int time = 0; time < 2; time++) {
            Step unplug = new Step.UnplugDisk(vm.id(), disk, Duration.ofSeconds(1));
            EngineException ignored =
                    assertThrows(EngineException.class, () -> engine.perform(unplug));
            assertEquals("guest-ignored-unplug", ignored.problem().code());
            assertEquals(new Run.Running(vm), look(vm).run());
        }
        assertThrows(
                EngineException.class,
                () -> engine.perform(new Step.RemoveDisk(vm.id(), disk.name())));
    }

    @Test
    void a_machine_that_stands_still_takes_what_is_plugged_and_gives_nothing_back()
            throws Exception {
        Vm vm = created(fixture.obedient());
        List<Step> start =
                ready(StartPlanner.plan(vm, look(vm), fixture.facts())).steps().stream()
                        .filter(step -> !(step instanceof Step.Resume))
                        .toList();
        run(Plan.of("start half", start));
        // Before the guest has begun nobody needs to be asked.
        performTwice(change(vm, more(vm)));
        performTwice(change(more(vm), vm));
        assertEquals(new Run.Created(vm), look(vm).run());
        performTwice(change(vm, more(vm)));
        engine.perform(new Step.Resume(vm.id()));
        fixture.awaitGuest(vm.id());
        assertEquals(new Run.Running(more(vm)), look(vm).run());

        engine.perform(new Step.Pause(vm.id()));
        Disk data = vm.disks().getFirst();
        assertThrows(
                EngineException.class,
                () -> engine.perform(new Step.UnplugDisk(vm.id(), data, Duration.ofSeconds(1))));
        assertEquals(new Run.Paused(more(vm)), look(vm).run());
    }

    @Test
    void a_change_that_fails_at_any_step_leaves_what_was_there() throws Exception {
        Vm vm = created(fixture.obedient());
        run(ready(StartPlanner.plan(vm, look(vm), fixture.facts())));
        fixture.awaitGuest(vm.id());
        Vm wanted = more(vm).with(more(vm).disks().subList(1, 4), more(vm).nics());
        // What is thrown away at last is thrown away only when nothing can fail any more.
        List<Step> steps =
                change(vm, wanted).steps().stream()
                        .filter(step -> !(step instanceof Step.RemoveDisk))
                        .toList();
        for (Step at : steps) {
            Observed before = look(vm);
            Engine faulty = HookedEngine.failing(engine, at, HookedEngine.When.AFTER_ITS_EFFECT);
            Outcome outcome =
                    new Runner(faulty).run(Plan.of("change", steps), (_, _, _) -> {}, new Cancel());
            String where = StepText.of(at);
            assertInstanceOf(Outcome.RolledBack.class, outcome, where);
            assertEquals(before.held(), look(vm).held(), where);
            Vm machine = look(vm).run().machine().orElseThrow();
            assertEquals(Set.copyOf(vm.disks()), Set.copyOf(machine.disks()), where);
            assertEquals(Set.copyOf(vm.nics()), Set.copyOf(machine.nics()), where);
        }
    }

    /** With a persistent disk, a fresh one and a NIC of another driver domain besides its own. */
    private static Vm more(Vm vm) {
        List<Disk> disks = new ArrayList<>(vm.disks());
        disks.add(Vms.disk("more", DiskMode.PERSISTENT));
        disks.add(Vms.disk("empty", DiskMode.FRESH));
        NicName name = new NicName("wan");
        MacAddress mac = MacAddress.derived(vm.id(), name, LinkEnd.CLIENT);
        List<Nic> nics = new ArrayList<>(vm.nics());
        nics.add(new Nic(name, Vms.NET2, mac, Firewall.DEFAULT));
        return vm.with(disks, nics);
    }

    private Plan change(Vm before, Vm wanted) throws EngineException {
        return ready(ChangePlanner.plan(before, wanted, look(before), fixture.facts(), PATIENCE));
    }

    private Vm created(Vm vm) throws Exception {
        run(ready(CreatePlanner.plan(vm, look(vm), fixture.facts())));
        return vm;
    }

    private Observed look(Vm vm) throws EngineException {
        return engine.observe(vm.id());
    }

    private static Plan ready(Planned planned) {
        return assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan();
    }

    private void run(Plan plan) {
        assertEquals(
                new Outcome.Done(), new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel()));
    }

    private void performTwice(Plan plan) throws Exception {
        for (Step step : plan.steps()) {
            Observed before = engine.observe(step.vm());
            engine.perform(step);
            Observed after = engine.observe(step.vm());
            assertEquals(new After.Now(after), After.of(before, step), StepText.of(step));
            engine.perform(step);
            assertEquals(after, engine.observe(step.vm()), "twice: " + StepText.of(step));
        }
    }
}
