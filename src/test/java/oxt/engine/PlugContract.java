package oxt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import oxt.made.Vms;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.Firewall;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;
import oxt.plan.After;
import oxt.plan.ChangePlanner;
import oxt.plan.CreatePlanner;
import oxt.plan.Held;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.PlanChecks;
import oxt.plan.Planned;
import oxt.plan.RecoveryPlanner;
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
        assertEquals(Set.of(nic("lan"), nic("wan")), engine.carriers(vm.id()).keySet());
        Vm bare = vm.with(List.of(), List.of());
        performTwice(change(more, bare));
        assertEquals(new Run.Running(bare), look(vm).run());
        assertEquals(Set.of(), engine.carriers(vm.id()).keySet());
        performTwice(change(bare, vm));
        assertEquals(new Run.Running(vm), look(vm).run());
        run(TidyPlanner.plan(vm, look(vm)));
        assertEquals(Set.of(), look(vm).heldForRun());
    }

    @Test
    void a_disk_grows_while_its_machine_is_there_and_while_it_is_not() throws Exception {
        Vm vm = created(fixture.obedient());
        run(ready(StartPlanner.plan(vm, look(vm), fixture.facts())));
        fixture.awaitGuest(vm.id());
        Vm larger = grown(vm);
        performTwice(change(vm, larger));
        assertEquals(new Run.Running(larger), look(vm).run());
        run(TidyPlanner.plan(vm, look(vm)));
        Vm largest = grown(larger);
        performTwice(change(larger, largest));
        run(ready(StartPlanner.plan(largest, look(vm), fixture.facts())));
        assertEquals(new Run.Running(largest), look(vm).run());
        // Back is no way that a disk can go.
        assertInstanceOf(
                Planned.Refused.class,
                ChangePlanner.plan(largest, vm, look(vm), fixture.facts(), PATIENCE));
    }

    private static Vm grown(Vm vm) {
        List<Disk> disks = new ArrayList<>();
        for (Disk disk : vm.disks()) {
            boolean grows = disk.hasFile() && disk.source() instanceof DiskSource.Blank;
            ByteSize size = new ByteSize(2 * disk.source().least().bytes());
            DiskSource source = grows ? new DiskSource.Blank(size) : disk.source();
            disks.add(new Disk(disk.name(), source, disk.format(), disk.mode()));
        }
        assertNotEquals(vm.disks(), disks, "none that can grow");
        return vm.with(disks, vm.nics());
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
        assertEquals(new Run.Running(more(vm)), look(vm).run());
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

    @Test
    void a_change_broken_off_between_any_two_steps_is_made_as_the_document_says() throws Exception {
        Vm vm = created(fixture.obedient());
        run(ready(StartPlanner.plan(vm, look(vm), fixture.facts())));
        fixture.awaitGuest(vm.id());
        Observed before = look(vm);
        Vm wanted = more(vm).with(more(vm).disks().subList(2, 4), more(vm).nics().subList(1, 2));
        List<Step> steps = change(vm, wanted).steps();
        List<Step> kept = steps.stream().filter(step -> !throwsAway(step)).toList();
        for (int done = 0; done <= kept.size(); done++) {
            perform(kept.subList(0, done));
            recover(vm);
            assertEquals(before.held(), look(vm).held(), "after " + done);
            hasWhatIsIn(vm, "after " + done);
        }
        // From when the document is the new one.
        perform(kept);
        List<Step> last = steps.stream().filter(PlugContract::throwsAway).toList();
        for (Step step : last) {
            recover(wanted);
            hasWhatIsIn(wanted, "before " + StepText.of(step));
            engine.perform(step);
        }
        recover(wanted);
        assertEquals(outcome(wanted), look(vm).held());
    }

    @Test
    void a_machine_that_dies_while_it_is_changed_leaves_what_its_document_says() throws Exception {
        Vm vm = created(fixture.obedient());
        Observed off = look(vm);
        for (int done = 0; done <= 5; done++) {
            run(ready(StartPlanner.plan(vm, look(vm), fixture.facts())));
            List<Step> steps = change(vm, more(vm)).steps();
            perform(steps.subList(0, done));
            fixture.die(vm.id());
            Step next = steps.get(Math.min(done, steps.size() - 1));
            if (done < steps.size() && changesTheMachine(next)) {
                assertThrows(EngineException.class, () -> engine.perform(next));
            }
            recover(vm);
            run(TidyPlanner.plan(vm, look(vm)));
            assertEquals(off, look(vm), "after " + done);
        }
    }

    private static boolean changesTheMachine(Step step) {
        return step instanceof Step.PlugDisk || step instanceof Step.PlugNic;
    }

    private static boolean throwsAway(Step step) {
        return step instanceof Step.RemoveDisk
                || step instanceof Step.RemoveOverlay
                || step instanceof Step.UnplugLink;
    }

    private void perform(List<Step> steps) throws Exception {
        for (Step step : steps) {
            engine.perform(step);
        }
    }

    /** As a daemon that comes after does. */
    private void recover(Vm document) throws EngineException {
        run(
                RecoveryPlanner.plan(new RecoveryPlanner.Begun.Change(document), look(document))
                        .plan());
    }

    private void hasWhatIsIn(Vm document, String when) throws EngineException {
        Vm machine = look(document).run().machine().orElseThrow();
        assertEquals(Set.copyOf(document.disks()), Set.copyOf(machine.disks()), when);
        assertEquals(Set.copyOf(document.nics()), Set.copyOf(machine.nics()), when);
    }

    /** What a VM that was just started holds. */
    private Set<Held> outcome(Vm vm) {
        Observed nothing = Observed.nothing(vm.id());
        Observed off =
                PlanChecks.outcome(
                        ready(CreatePlanner.plan(vm, nothing, fixture.facts())), nothing);
        return PlanChecks.outcome(ready(StartPlanner.plan(vm, off, fixture.facts())), off).held();
    }

    /** With a persistent disk, a fresh one and a NIC of another driver domain besides its own. */
    private static Vm more(Vm vm) {
        List<Disk> disks = new ArrayList<>(vm.disks());
        disks.add(Vms.disk("more", DiskMode.PERSISTENT));
        disks.add(Vms.disk("empty", DiskMode.FRESH));
        NicName name = nic("wan");
        MacAddress mac = MacAddress.derived(vm.id(), name, LinkEnd.CLIENT);
        List<Nic> nics = new ArrayList<>(vm.nics());
        nics.add(new Nic(name, Vms.NET2, mac, Firewall.DEFAULT));
        return vm.with(disks, nics);
    }

    private static NicName nic(String name) {
        return new NicName(name);
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
