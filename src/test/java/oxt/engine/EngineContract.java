package oxt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import oxt.model.DiskName;
import oxt.model.NicName;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.Ability;
import oxt.plan.After;
import oxt.plan.Carrier;
import oxt.plan.CreatePlanner;
import oxt.plan.DiscardPlanner;
import oxt.plan.Feature;
import oxt.plan.Held;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.RemovePlanner;
import oxt.plan.Run;
import oxt.plan.RunPlanner;
import oxt.plan.SavePlanner;
import oxt.plan.Slot;
import oxt.plan.SnapshotPlanner;
import oxt.plan.SnapshotPlanner.IfItRuns;
import oxt.plan.StartPlanner;
import oxt.plan.Step;
import oxt.plan.StepText;
import oxt.plan.StopPlanner;
import oxt.plan.TidyPlanner;

/** What every engine keeps; each engine's test class extends this with its own fixture. */
public abstract class EngineContract {
    private static final Instant TAKEN = Instant.parse("2026-05-04T10:00:00.123Z");

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
    void a_vm_that_never_was_is_off_and_holds_nothing() throws Exception {
        Vm vm = fixture.obedient();
        assertEquals(Observed.nothing(vm.id()), engine.observe(vm.id()));
        assertEquals(Map.of(), engine.carriers(vm.id()));
    }

    @Test
    void taking_away_what_is_not_there_succeeds() throws Exception {
        Vm vm = fixture.obedient();
        Slot slot =
                fixture.facts()
                        .driverDomains()
                        .get(vm.nics().getFirst().backend())
                        .freeSlots()
                        .getFirst();
        DiskName disk = vm.disks().getFirst().name();
        NicName nic = vm.nics().getFirst().name();
        for (Step step :
                List.of(
                        new Step.StopDeviceModel(vm.id()),
                        new Step.UnplugLink(vm.id(), nic, slot),
                        new Step.RemoveOverlay(vm.id(), disk),
                        new Step.RemoveRunFolder(vm.id()),
                        new Step.RemoveFirmwareVariables(vm.id()),
                        new Step.RemoveDisk(vm.id(), disk))) {
            engine.perform(step);
        }
        assertEquals(Observed.nothing(vm.id()), engine.observe(vm.id()));
    }

    @Test
    void every_step_of_a_life_leaves_what_the_plan_says_and_twice_is_once() throws Exception {
        Vm vm = fixture.obedient();
        performTwice(CreatePlanner.plan(vm, look(vm), fixture.facts()));
        assertEquals(Run.OFF, look(vm).run());
        performTwice(StartPlanner.plan(vm, look(vm), fixture.facts()));
        assertEquals(new Run.Running(vm), look(vm).run());
        performTwice(RunPlanner.pause(vm, look(vm)));
        assertEquals(new Run.Paused(vm), look(vm).run());
        performTwice(RunPlanner.resume(vm, look(vm)));
        assertEquals(new Run.Running(vm), look(vm).run());
        performTwice(SavePlanner.plan(vm, look(vm), fixture.facts()));
        assertEquals(new Run.Saved(vm, new Ability.Able()), look(vm).run());
        performTwice(StartPlanner.plan(vm, look(vm), fixture.facts()));
        assertEquals(new Run.Running(vm), look(vm).run());
        performTwice(SavePlanner.plan(vm, look(vm), fixture.facts()));
        performTwice(DiscardPlanner.plan(vm, look(vm)));
        assertEquals(Run.OFF, look(vm).run());
        assertEquals(Set.of(), look(vm).heldForRun());
        performTwice(StartPlanner.plan(vm, look(vm), fixture.facts()));
        performTwice(StopPlanner.kill(vm, look(vm)));
        assertEquals(Set.of(), look(vm).heldForRun());
        performTwice(RemovePlanner.plan(vm, look(vm), List.of()));
        assertEquals(Observed.nothing(vm.id()), look(vm));
    }

    @Test
    void every_step_of_a_snapshots_life_leaves_what_the_plan_says_and_twice_is_once()
            throws Exception {
        Vm vm = created(fixture.obedient());
        SnapshotName cold = new SnapshotName("cold");
        if (isRefused(Feature.General.SNAPSHOTS)) {
            Planned refused = SnapshotPlanner.take(vm, cold, TAKEN, look(vm), fixture.facts());
            assertInstanceOf(Planned.Refused.class, refused);
            return;
        }
        performTwice(SnapshotPlanner.take(vm, cold, TAKEN, look(vm), fixture.facts()));
        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        SnapshotName warm = new SnapshotName("warm");
        performTwice(SnapshotPlanner.take(vm, warm, TAKEN, look(vm), fixture.facts()));
        assertEquals(new Run.Running(vm), look(vm).run());
        performTwice(SnapshotPlanner.revert(vm, warm, IfItRuns.KILL, look(vm)));
        assertEquals(new Run.Saved(vm, new Ability.Able()), look(vm).run());
        SnapshotName saved = new SnapshotName("saved");
        performTwice(SnapshotPlanner.take(vm, saved, TAKEN, look(vm), fixture.facts()));
        performTwice(SnapshotPlanner.revert(vm, cold, IfItRuns.REFUSE, look(vm)));
        assertEquals(Run.OFF, look(vm).run());
        performTwice(SnapshotPlanner.remove(vm, warm, look(vm)));
        performTwice(SnapshotPlanner.revert(vm, saved, IfItRuns.REFUSE, look(vm)));
        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        performTwice(SnapshotPlanner.remove(vm, saved, look(vm)));
        run(StopPlanner.kill(vm, look(vm)));
        performTwice(RemovePlanner.plan(vm, look(vm), List.of()));
        assertEquals(Observed.nothing(vm.id()), look(vm));
        assertFalse(engine.present().contains(vm.id()));
    }

    @Test
    void an_obedient_guest_stops_when_asked() throws Exception {
        Vm vm = started(fixture.obedient());
        fixture.awaitGuest(vm.id());
        run(StopPlanner.orderly(vm, look(vm), fixture.patience()));
        assertEquals(Run.OFF, look(vm).run());
        assertEquals(Set.of(), look(vm).heldForRun());
    }

    @Test
    void a_guest_that_ignores_the_stop_runs_on_and_the_step_says_so() throws Exception {
        Vm vm = started(fixture.stubborn());
        fixture.awaitGuest(vm.id());
        engine.perform(new Step.PressPowerButton(vm.id()));
        EngineException ignored =
                assertThrows(
                        EngineException.class,
                        () -> engine.perform(new Step.AwaitOff(vm.id(), Duration.ofMillis(500))));
        assertEquals("guest-ignored-stop", ignored.problem().code());
        assertEquals(new Run.Running(vm), look(vm).run());
    }

    @Test
    void a_reset_keeps_the_machine() throws Exception {
        Vm vm = started(fixture.obedient());
        run(RunPlanner.reset(vm, look(vm), fixture.facts()));
        assertEquals(new Run.Running(vm), look(vm).run());
    }

    @Test
    void a_nic_begins_with_its_cable_in_and_loses_it_when_told() throws Exception {
        Vm vm = started(fixture.obedient());
        NicName nic = vm.nics().getFirst().name();
        assertEquals(Map.of(nic, Carrier.UP), engine.carriers(vm.id()));
        engine.perform(new Step.SetCarrier(vm.id(), nic, Carrier.DOWN));
        assertEquals(Map.of(nic, Carrier.DOWN), engine.carriers(vm.id()));
        engine.perform(new Step.SetCarrier(vm.id(), nic, Carrier.UP));
        assertEquals(Map.of(nic, Carrier.UP), engine.carriers(vm.id()));
    }

    @Test
    void a_link_moves_while_the_vm_runs() throws Exception {
        Vm vm = started(fixture.obedient());
        Held.Link link = look(vm).held(Held.Link.class).getFirst();
        Slot to = fixture.facts().driverDomains().get(new VmName("net2")).freeSlots().getFirst();
        engine.perform(new Step.MoveLink(vm.id(), link.nic(), link.slot(), to));
        assertEquals(List.of(new Held.Link(link.nic(), to)), look(vm).held(Held.Link.class));
    }

    @Test
    void a_machine_that_dies_is_noticed_and_leaves_only_what_a_tidy_clears() throws Exception {
        Vm vm = started(fixture.obedient());
        CountDownLatch noticed = new CountDownLatch(1);
        engine.watch(
                id -> {
                    if (id.equals(vm.id())) {
                        noticed.countDown();
                    }
                });
        fixture.die(vm.id());
        assertTrue(
                noticed.await(fixture.patience().toMillis(), TimeUnit.MILLISECONDS),
                "nobody said that the VM needs a look");
        assertEquals(Run.OFF, look(vm).run());
        assertTrue(engine.present().contains(vm.id()));
        runPlan(TidyPlanner.plan(vm, look(vm)));
        assertEquals(Set.of(), look(vm).heldForRun());
    }

    @Test
    void a_start_without_its_disk_fails_and_leaves_no_process() throws Exception {
        Vm vm = created(fixture.obedient());
        Plan plan = ready(StartPlanner.plan(vm, look(vm), fixture.facts()));
        fixture.loseDisk(vm);
        Outcome outcome = new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel());
        assertInstanceOf(Outcome.RolledBack.class, outcome);
        assertEquals(Set.of(), look(vm).heldForRun());
        assertEquals(Run.OFF, look(vm).run());
    }

    @Test
    void a_start_that_fails_at_any_step_leaves_nothing_held() throws Exception {
        Vm vm = created(fixture.obedient());
        Observed before = look(vm);
        Plan plan = ready(StartPlanner.plan(vm, before, fixture.facts()));
        for (int at = 0; at < plan.steps().size(); at++) {
            for (HookedEngine.When when : fixture.failures()) {
                Engine faulty = HookedEngine.failing(engine, plan.steps().get(at), when);
                Outcome outcome = new Runner(faulty).run(plan, (_, _, _) -> {}, new Cancel());
                String where = StepText.of(plan.steps().get(at)) + " " + when;
                assertInstanceOf(Outcome.RolledBack.class, outcome, where);
                assertEquals(before, look(vm), where);
            }
        }
    }

    @Test
    void a_save_that_fails_at_any_step_leaves_the_vm_running_or_saved() throws Exception {
        Vm vm = started(fixture.obedient());
        Observed before = look(vm);
        Plan plan = ready(SavePlanner.plan(vm, before, fixture.facts()));
        for (int at = 0; at < plan.steps().size(); at++) {
            for (HookedEngine.When when : effects()) {
                Engine faulty = HookedEngine.failing(engine, plan.steps().get(at), when);
                Outcome outcome = new Runner(faulty).run(plan, (_, _, _) -> {}, new Cancel());
                String where = StepText.of(plan.steps().get(at)) + " " + when;
                if (look(vm).isSaved()) {
                    assertInstanceOf(Outcome.BrokenOff.class, outcome, where);
                    runPlan(TidyPlanner.plan(vm, look(vm)));
                    assertInstanceOf(Run.Saved.class, look(vm).run(), where);
                    run(StartPlanner.plan(vm, look(vm), fixture.facts()));
                } else {
                    assertInstanceOf(Outcome.RolledBack.class, outcome, where);
                }
                assertEquals(before, look(vm), where);
            }
        }
    }

    @Test
    void a_start_from_a_saved_state_that_fails_at_any_step_leaves_the_state_or_the_machine()
            throws Exception {
        Vm vm = started(fixture.obedient());
        for (int at = 0; ; at++) {
            for (HookedEngine.When when : effects()) {
                run(SavePlanner.plan(vm, look(vm), fixture.facts()));
                Observed before = look(vm);
                Plan plan = ready(StartPlanner.plan(vm, before, fixture.facts()));
                if (at == plan.steps().size()) {
                    return;
                }
                Engine faulty = HookedEngine.failing(engine, plan.steps().get(at), when);
                Outcome outcome = new Runner(faulty).run(plan, (_, _, _) -> {}, new Cancel());
                String where = StepText.of(plan.steps().get(at)) + " " + when;
                if (outcome instanceof Outcome.RolledBack) {
                    assertEquals(before, look(vm), where);
                    run(StartPlanner.plan(vm, look(vm), fixture.facts()));
                } else {
                    assertInstanceOf(Outcome.BrokenOff.class, outcome, where);
                    assertEquals(new Run.Paused(vm), look(vm).run(), where);
                    run(RunPlanner.resume(vm, look(vm)));
                }
                assertEquals(new Run.Running(vm), look(vm).run(), where);
                assertFalse(look(vm).isSaved(), where);
            }
        }
    }

    @Test
    void processors_never_run_while_there_is_a_saved_state() throws Exception {
        Vm vm = started(fixture.obedient());
        engine.perform(new Step.Pause(vm.id()));
        engine.perform(new Step.SaveState(vm));
        assertThrows(EngineException.class, () -> engine.perform(new Step.Resume(vm.id())));
        assertEquals(new Run.Paused(vm), look(vm).run());
        engine.perform(new Step.StopDeviceModel(vm.id()));
        assertThrows(EngineException.class, () -> engine.perform(new Step.StartDeviceModel(vm)));
        assertEquals(new Run.Saved(vm, new Ability.Able()), look(vm).run());
    }

    @Test
    void what_needs_a_running_vm_fails_on_one_that_is_off() throws Exception {
        Vm vm = created(fixture.obedient());
        for (Step step :
                List.of(
                        new Step.Resume(vm.id()),
                        new Step.Pause(vm.id()),
                        new Step.PressPowerButton(vm.id()),
                        new Step.Reset(vm.id()))) {
            assertThrows(
                    EngineException.class, () -> engine.perform(step), () -> StepText.of(step));
        }
        assertEquals(Run.OFF, look(vm).run());
    }

    /** Around a step's effect; what a bug in the middle does is asked of starts. */
    private List<HookedEngine.When> effects() {
        return fixture.failures().stream()
                .filter(when -> when != HookedEngine.When.WITH_A_BUG)
                .toList();
    }

    /** What an engine has not is refused before anything begins; there is nothing more to ask. */
    private boolean isRefused(Feature feature) {
        return fixture.facts().abilities().of(feature) instanceof Ability.Unable;
    }

    private Vm created(Vm vm) throws Exception {
        run(CreatePlanner.plan(vm, look(vm), fixture.facts()));
        return vm;
    }

    private Vm started(Vm vm) throws Exception {
        created(vm);
        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        return vm;
    }

    private Observed look(Vm vm) throws EngineException {
        return engine.observe(vm.id());
    }

    private static Plan ready(Planned planned) {
        return assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan();
    }

    private void run(Planned planned) {
        runPlan(ready(planned));
    }

    private void runPlan(Plan plan) {
        Outcome outcome = new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel());
        assertEquals(new Outcome.Done(), outcome);
    }

    private void performTwice(Planned planned) throws Exception {
        for (Step step : ready(planned).steps()) {
            Observed before = engine.observe(step.vm());
            engine.perform(step);
            Observed after = engine.observe(step.vm());
            assertEquals(new After.Now(after), After.of(before, step), StepText.of(step));
            assertFalse(step instanceof Step.AwaitOff, "a life has no step that waits");
            engine.perform(step);
            assertEquals(after, engine.observe(step.vm()), "twice: " + StepText.of(step));
        }
    }
}
