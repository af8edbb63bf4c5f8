package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ProblemException;

final class JournalTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
    private static final NewPlan START =
            new NewPlan(TestVms.id(1), "start", "start vm-1", TestVms.ALICE);

    @TempDir private Path folder;

    @Test
    void after_a_restart_the_journal_says_what_was_begun_and_how_far_it_came() {
        PlanId plan;
        try (Store store = open()) {
            plan = store.change(change -> change.journal().begin(START));
            write(store, plan, 0, "reserve", StepState.BEGUN);
            write(store, plan, 0, "reserve", StepState.DONE);
            write(store, plan, 1, "launch", StepState.BEGUN);
        }

        try (Store store = open()) {
            JournalledPlan unfinished = store.read(now -> now.journal().unfinished()).getFirst();

            assertEquals(
                    new JournalledPlan(
                            plan,
                            TestVms.id(1),
                            "start",
                            "start vm-1",
                            TestVms.ALICE,
                            NOW,
                            new JournalledPlan.State.Running(),
                            List.of(
                                    step(plan, 0, "reserve", StepState.DONE),
                                    step(plan, 1, "launch", StepState.BEGUN))),
                    unfinished);
        }
    }

    @Test
    void a_plan_that_ended_is_not_unfinished_and_says_how_it_ended() {
        try (Store store = open()) {
            PlanId plan = store.change(change -> change.journal().begin(START));

            store.apply(change -> end(change, plan, PlanOutcome.ROLLED_BACK));

            assertEquals(List.of(), store.read(now -> now.journal().unfinished()));
            assertEquals(
                    Optional.of(
                            new JournalledPlan.State.Ended(NOW, PlanOutcome.ROLLED_BACK, "why")),
                    store.read(now -> now.journal().find(plan)).map(JournalledPlan::state));
        }
    }

    @Test
    void the_plans_of_a_vm_are_listed_with_the_newest_first() {
        try (Store store = open()) {
            PlanId first = store.change(change -> change.journal().begin(START));
            PlanId second = store.change(change -> change.journal().begin(START));

            List<JournalledPlan> plans = store.read(now -> now.journal().newest(TestVms.id(1), 10));

            assertEquals(List.of(second, first), plans.stream().map(JournalledPlan::id).toList());
        }
    }

    @Test
    void old_plans_that_ended_are_let_go_and_unfinished_ones_never() {
        try (Store store = open()) {
            PlanId unfinished = store.change(change -> change.journal().begin(START));
            PlanId old = store.change(change -> change.journal().begin(START));
            PlanId kept = store.change(change -> change.journal().begin(START));
            write(store, old, 0, "step", StepState.BEGUN);
            store.apply(change -> end(change, old, PlanOutcome.DONE));
            store.apply(change -> end(change, kept, PlanOutcome.DONE));

            store.apply(change -> change.journal().prune(1));

            assertEquals(
                    List.of(kept, unfinished),
                    store.read(now -> now.journal().newest(TestVms.id(1), 10)).stream()
                            .map(JournalledPlan::id)
                            .toList());
        }
    }

    @Test
    void a_plan_that_was_never_begun_is_a_mistake_of_the_program() {
        try (Store store = open()) {
            PlanId never = new PlanId(7);

            assertThrows(
                    ProblemException.class, () -> write(store, never, 0, "step", StepState.DONE));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> store.apply(change -> end(change, never, PlanOutcome.DONE)));
        }
    }

    private Store open() {
        return Store.open(folder.resolve("oxt.db"), InstantSource.fixed(NOW));
    }

    private static void write(
            Store store, PlanId plan, int position, String step, StepState state) {
        store.apply(change -> change.journal().write(new StepId(plan, position), step, state));
    }

    private static void end(Transaction change, PlanId plan, PlanOutcome outcome) {
        change.journal().end(plan, outcome, "why");
    }

    private static JournalledStep step(PlanId plan, int position, String step, StepState state) {
        return new JournalledStep(new StepId(plan, position), step, state, NOW, NOW);
    }
}
