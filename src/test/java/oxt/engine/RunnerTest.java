package oxt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import oxt.engine.sim.SimEngine;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.Plan;
import oxt.plan.Slot;
import oxt.plan.Step;

class RunnerTest {
    private static final VmId VM = new VmId(new UUID(0, 1));
    private static final Step FOLDER = new Step.MakeRunFolder(VM);
    private static final Step VARIABLES = new Step.CreateFirmwareVariables(VM);
    private static final Step LINK = new Step.PlugLink(VM, new NicName("lan"), new Slot(VM, 0));

    private static final Problem PLANTED = new Problem.Failed("planted", "Planted.", "None.");

    private final Engine sim = new SimEngine(_ -> SimEngine.Guest.OBEDIENT);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private void write(int index, Step step, StepLog.State state) {
        log.add(index + " " + state);
    }

    @Test
    void a_step_is_logged_before_it_is_performed() {
        Engine engine =
                new HookedEngine(sim, step -> log.add("perform"), HookedEngine.Hook.NOTHING);
        new Runner(engine).run(Plan.of("test", List.of(FOLDER)), this::write, new Cancel());
        assertEquals(List.of("0 BEGUN", "perform", "0 DONE"), log);
    }

    @Test
    void what_was_begun_is_undone_last_first() {
        Engine engine = HookedEngine.failing(sim, LINK, HookedEngine.When.AFTER_ITS_EFFECT);
        Outcome outcome =
                new Runner(engine)
                        .run(
                                Plan.of("test", List.of(FOLDER, VARIABLES, LINK)),
                                this::write,
                                new Cancel());
        assertInstanceOf(Outcome.RolledBack.class, outcome);
        assertEquals(List.of("2 FAILED", "2 UNDONE", "1 UNDONE", "0 UNDONE"), log.subList(5, 9));
    }

    @Test
    void a_step_that_cannot_be_written_down_is_not_performed_and_the_rest_is_undone() {
        SimEngine engine = new SimEngine(_ -> SimEngine.Guest.OBEDIENT);
        Problem full = new Problem.Failed("disk-full", "The disk is full.", "Make room.");
        StepLog log =
                (index, _, state) -> {
                    if (index == 1 && state == StepLog.State.BEGUN) {
                        throw new ProblemException(full);
                    }
                };
        Plan plan = Plan.of("two", List.of(FOLDER, VARIABLES));
        Outcome outcome = new Runner(engine).run(plan, log, new Cancel());
        assertEquals(new Outcome.RolledBack(VARIABLES, full), outcome);
        assertEquals(Set.of(), engine.observe(VM).held());
    }

    @Test
    void an_undo_that_fails_names_what_is_left_behind_and_undoes_the_rest() throws Exception {
        Step undo = VARIABLES.undo().orElseThrow();
        Engine engine =
                new HookedEngine(
                        sim,
                        step -> {
                            if (step.equals(LINK) || step.equals(undo)) {
                                throw new EngineException(PLANTED);
                            }
                        },
                        HookedEngine.Hook.NOTHING);
        Outcome outcome =
                new Runner(engine)
                        .run(
                                Plan.of("test", List.of(FOLDER, VARIABLES, LINK)),
                                this::write,
                                new Cancel());
        Outcome.Stuck stuck = assertInstanceOf(Outcome.Stuck.class, outcome);
        assertEquals(List.of(VARIABLES), stuck.leftBehind());
        assertEquals(LINK, stuck.at());
        assertEquals(List.of(PLANTED, PLANTED), stuck.causes());
        assertEquals(1, sim.observe(VM).held().size());
    }

    @Test
    void what_went_with_the_machine_is_not_left_behind() {
        Step pause = new Step.Pause(VM);
        Engine engine = HookedEngine.failing(sim, pause, HookedEngine.When.BEFORE_ITS_EFFECT);
        Outcome outcome =
                new Runner(engine).run(Plan.of("test", List.of(pause)), this::write, new Cancel());
        assertInstanceOf(Outcome.RolledBack.class, outcome);
        assertEquals(List.of("0 BEGUN", "0 FAILED", "0 UNDONE"), log);
    }

    @Test
    void parts_that_run_together_are_all_over_before_the_undo_begins() {
        CountDownLatch linkFailed = new CountDownLatch(1);
        Engine engine =
                new HookedEngine(
                        sim,
                        step -> {
                            if (step.equals(LINK)) {
                                linkFailed.countDown();
                                throw new EngineException(PLANTED);
                            }
                            if (step.equals(VARIABLES)) {
                                linkFailed.await();
                            }
                        },
                        HookedEngine.Hook.NOTHING);
        Plan plan = new Plan.Together("both", List.of(new Plan.Do(VARIABLES), new Plan.Do(LINK)));
        Outcome outcome = new Runner(engine).run(plan, this::write, new Cancel());
        assertInstanceOf(Outcome.RolledBack.class, outcome);
        assertTrue(log.indexOf("0 DONE") < log.indexOf("0 UNDONE"), log::toString);
        assertTrue(log.indexOf("0 DONE") < log.indexOf("1 UNDONE"), log::toString);
    }

    @Test
    void a_step_past_its_deadline_fails_and_is_undone() {
        Engine engine =
                new HookedEngine(
                        sim,
                        step -> {
                            if (step.equals(VARIABLES)) {
                                new CountDownLatch(1).await();
                            }
                        },
                        HookedEngine.Hook.NOTHING);
        Outcome outcome =
                new Runner(engine, _ -> Duration.ofMillis(200))
                        .run(
                                Plan.of("test", List.of(FOLDER, VARIABLES)),
                                this::write,
                                new Cancel());
        Outcome.RolledBack back = assertInstanceOf(Outcome.RolledBack.class, outcome);
        assertEquals("step-too-slow", back.cause().code());
        assertEquals(VARIABLES, back.at());
    }

    @Test
    void an_interrupt_cancels_undoes_and_is_restored() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Engine engine =
                new HookedEngine(
                        sim,
                        step -> {
                            if (step.equals(VARIABLES)) {
                                inside.countDown();
                                new CountDownLatch(1).await();
                            }
                        },
                        HookedEngine.Hook.NOTHING);
        List<Object> ended = Collections.synchronizedList(new ArrayList<>());
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    ended.add(
                                            new Runner(engine)
                                                    .run(
                                                            Plan.of(
                                                                    "test",
                                                                    List.of(FOLDER, VARIABLES)),
                                                            this::write,
                                                            new Cancel()));
                                    ended.add(Thread.currentThread().isInterrupted());
                                });
        inside.await();
        caller.interrupt();
        caller.join();
        assertEquals(List.of(new Outcome.Cancelled(VARIABLES), true), ended);
        assertEquals(0, sim.observe(VM).held().size());
    }
}
