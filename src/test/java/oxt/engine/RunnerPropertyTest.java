package oxt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.engine.sim.SimEngine;
import oxt.made.MadeUp;
import oxt.made.Seeds;
import oxt.made.Vms;
import oxt.model.Vm;
import oxt.plan.Held;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.PlanText;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.SavePlanner;
import oxt.plan.StartPlanner;
import oxt.plan.Step;
import oxt.plan.StepText;

/** Plans run on the simulated engine, and broken at every step in every way. */
class RunnerPropertyTest {
    private static final int CASES = 1500;

    /** A VM that may start, on an engine that has what it needs. */
    private record Case(Engine engine, Vm vm, Observed before, Plan plan) {

        Outcome run(Engine hooked, Cancel cancel) {
            return new Runner(hooked).run(plan, (_, _, _) -> {}, cancel);
        }

        Observed look() throws EngineException {
            return engine.observe(vm.id());
        }
    }

    private interface Check {
        void of(Case start) throws Exception;
    }

    @Test
    void a_plan_that_passed_reaches_the_desired_state() {
        forEachStart(
                start -> {
                    assertEquals(new Outcome.Done(), start.run(start.engine(), new Cancel()));
                    assertEquals(new Run.Running(start.vm()), start.look().run());
                });
    }

    @Test
    void a_plan_that_fails_at_any_step_leaves_nothing_held() {
        forEachStart(
                start -> {
                    for (Step at : start.plan().steps()) {
                        for (HookedEngine.When when :
                                List.of(
                                        HookedEngine.When.BEFORE_ITS_EFFECT,
                                        HookedEngine.When.AFTER_ITS_EFFECT)) {
                            Outcome outcome =
                                    start.run(
                                            HookedEngine.failing(start.engine(), at, when),
                                            new Cancel());
                            assertInstanceOf(Outcome.RolledBack.class, outcome);
                            assertEquals(start.before(), start.look(), StepText.of(at));
                        }
                    }
                });
    }

    @Test
    void a_plan_cancelled_at_any_step_leaves_nothing_held() {
        forEachStart(
                start -> {
                    for (Step at : start.plan().steps()) {
                        cancelledAt(start, at, HookedEngine.When.BEFORE_ITS_EFFECT);
                        cancelledAt(start, at, HookedEngine.When.AFTER_ITS_EFFECT);
                    }
                });
    }

    @Test
    void a_save_cancelled_at_any_step_leaves_the_vm_running_or_saved() {
        forEachStart(
                start -> {
                    assertEquals(new Outcome.Done(), start.run(start.engine(), new Cancel()));
                    Observed before = start.look();
                    Plan save = save(start, before);
                    for (Step at : save.steps()) {
                        Cancel cancel = new Cancel();
                        HookedEngine.Hook hook =
                                step -> {
                                    if (step.equals(at)) {
                                        cancel.ask();
                                    }
                                };
                        Engine hooked =
                                new HookedEngine(start.engine(), hook, HookedEngine.Hook.NOTHING);
                        Outcome outcome = new Runner(hooked).run(save, (_, _, _) -> {}, cancel);
                        if (outcome instanceof Outcome.Done) {
                            // Asked for when its process had begun to end.
                            assertInstanceOf(Run.Saved.class, start.look().run());
                            return;
                        }
                        assertInstanceOf(Outcome.Cancelled.class, outcome);
                        assertEquals(before, start.look(), StepText.of(at));
                    }
                    throw new AssertionError("a cancel is never too late");
                });
    }

    private static Plan save(Case start, Observed before) {
        Planned planned = SavePlanner.plan(start.vm(), before, Vms.facts());
        return assertInstanceOf(Planned.Ready.class, planned).plan();
    }

    private static void cancelledAt(Case start, Step at, HookedEngine.When when)
            throws EngineException {
        Cancel cancel = new Cancel();
        HookedEngine.Hook hook =
                step -> {
                    if (step.equals(at)) {
                        cancel.ask();
                    }
                };
        Engine hooked =
                when == HookedEngine.When.BEFORE_ITS_EFFECT
                        ? new HookedEngine(start.engine(), hook, HookedEngine.Hook.NOTHING)
                        : new HookedEngine(start.engine(), HookedEngine.Hook.NOTHING, hook);
        Outcome outcome = start.run(hooked, cancel);
        boolean last = at.equals(start.plan().steps().getLast());
        if (last && outcome instanceof Outcome.Done) {
            // Asked for when there was nothing left to stop; it runs, and can be killed.
            assertEquals(new Run.Running(start.vm()), start.look().run());
            takeBack(start);
        } else {
            assertInstanceOf(Outcome.Cancelled.class, outcome);
        }
        assertEquals(start.before(), start.look(), StepText.of(at));
    }

    private static void takeBack(Case start) {
        List<Step> undo = new ArrayList<>();
        start.plan().steps().reversed().forEach(step -> step.undo().ifPresent(undo::add));
        new Runner(start.engine()).run(Plan.of("undo", undo), (_, _, _) -> {}, new Cancel());
    }

    private static void forEachStart(Check check) {
        int[] starts = {0};
        Seeds.forEach(
                CASES,
                random -> {
                    MadeUp madeUp = new MadeUp(random);
                    Vm vm = madeUp.vm();
                    Observed before = madeUp.properlyOff(vm);
                    if (StartPlanner.plan(vm, before, madeUp.facts())
                            instanceof Planned.Ready(var plan)) {
                        starts[0]++;
                        Engine engine = engineWith(vm, before);
                        try {
                            check.of(new Case(engine, vm, before, plan));
                        } catch (AssertionError e) {
                            throw new AssertionError(PlanText.of(plan) + e.getMessage(), e);
                        }
                    }
                });
        assertTrue(starts[0] > CASES / 20 || Long.getLong("oxt.seed") != null, "too few starts");
    }

    private static Engine engineWith(Vm vm, Observed before) throws Exception {
        Engine engine = new SimEngine(_ -> SimEngine.Guest.OBEDIENT);
        for (Held held : before.held()) {
            switch (held) {
                case Held.DiskFile(var name) ->
                        engine.perform(
                                new Step.CreateDisk(
                                        vm.id(),
                                        vm.disks().stream()
                                                .filter(disk -> disk.name().equals(name))
                                                .findFirst()
                                                .orElseThrow()));
                case Held.FirmwareVariables _ ->
                        engine.perform(new Step.CreateFirmwareVariables(vm.id()));
                case Held.RunFolder _,
                        Held.DeviceModel _,
                        Held.Overlay _,
                        Held.Link _,
                        Held.Muted _,
                        Held.SavedState _,
                        Held.KeptSnapshot _,
                        Held.HalfReverted _ ->
                        throw new AssertionError("not of a VM that is off: " + held);
            }
        }
        return engine;
    }
}
