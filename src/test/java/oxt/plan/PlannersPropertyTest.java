package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.made.MadeUp;
import oxt.made.Seeds;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.plan.SnapshotPlanner.IfItRuns;

/** Whatever the host and the VM: a plan is refused with a reason, or keeps every rule. */
class PlannersPropertyTest {
    private static final int CASES = 5000;

    @Test
    void every_plan_is_refused_with_a_reason_or_keeps_the_rules() {
        forEachSituation(
                (madeUp, vm, observed) -> {
                    Facts facts = madeUp.facts();
                    for (Planned planned : all(madeUp, vm, observed, facts)) {
                        keepsTheRules(planned, observed);
                    }
                });
    }

    @Test
    void a_refusal_can_be_shown_to_a_person() {
        forEachSituation(
                (madeUp, vm, observed) -> {
                    for (Planned planned : all(madeUp, vm, observed, madeUp.facts())) {
                        if (planned instanceof Planned.Refused(var reasons)) {
                            reasons.forEach(
                                    reason ->
                                            assertTrue(
                                                    RefusalText.of(reason)
                                                            .what()
                                                            .contains(vm.name().text()),
                                                    reason::toString));
                        }
                    }
                });
    }

    @Test
    void a_planned_start_ends_with_the_vm_running_as_it_is_wanted() {
        forEachSituation(
                (madeUp, vm, observed) -> {
                    if (StartPlanner.plan(vm, observed, madeUp.facts())
                            instanceof Planned.Ready(var plan)) {
                        assertEquals(new Run.Running(vm), PlanChecks.outcome(plan, observed).run());
                    }
                });
    }

    @Test
    void a_planned_change_of_a_vm_that_runs_gives_it_the_disks_and_nics_that_are_wanted() {
        int[] planned = {0};
        forEachSituation(
                (madeUp, vm, observed) -> {
                    Vm wanted = madeUp.changed(vm);
                    Planned change =
                            ChangePlanner.plan(
                                    vm, wanted, observed, madeUp.facts(), Duration.ofSeconds(30));
                    if (PlugPlanner.machine(observed).isPresent()
                            && change instanceof Planned.Ready(var plan)) {
                        planned[0]++;
                        Vm machine =
                                PlanChecks.outcome(plan, observed).run().machine().orElseThrow();
                        assertEquals(names(wanted), names(machine));
                    }
                });
        assertTrue(planned[0] > CASES / 100, "only " + planned[0] + " were planned");
    }

    private static Set<Object> names(Vm vm) {
        Set<Object> names = new HashSet<>();
        vm.disks().forEach(disk -> names.add(disk.name()));
        vm.nics().forEach(nic -> names.add(nic.name()));
        return names;
    }

    @Test
    void a_start_is_planned_where_nothing_stands_in_its_way() {
        int[] planned = {0};
        Seeds.forEach(
                CASES,
                random -> {
                    MadeUp madeUp = new MadeUp(random);
                    Vm vm = madeUp.vm();
                    if (StartPlanner.plan(vm, madeUp.properlyOff(vm), madeUp.facts())
                            instanceof Planned.Ready) {
                        planned[0]++;
                    }
                });
        assertTrue(planned[0] > CASES / 20, "only " + planned[0] + " starts were planned");
    }

    @Test
    void a_kill_and_a_stop_end_with_nothing_held_for_a_run_but_what_was_saved() {
        forEachSituation(
                (madeUp, vm, observed) -> {
                    for (Planned planned :
                            List.of(
                                    StopPlanner.kill(vm, observed),
                                    StopPlanner.orderly(vm, observed, Duration.ofSeconds(60)))) {
                        if (planned instanceof Planned.Ready(var plan)) {
                            Observed outcome = PlanChecks.outcome(plan, observed);
                            if (observed.isSaved()) {
                                assertInstanceOf(Run.Saved.class, outcome.run());
                                assertFalse(outcome.holds(new Held.RunFolder()));
                            } else {
                                assertEquals(Set.of(), outcome.heldForRun());
                                assertEquals(Run.OFF, outcome.run());
                            }
                        }
                    }
                });
    }

    @Test
    void a_planned_save_ends_saved_and_a_start_from_there_runs_what_was_launched() {
        int[] planned = {0};
        forEachSituation(
                (madeUp, vm, observed) -> {
                    if (SavePlanner.plan(vm, observed, madeUp.facts())
                            instanceof Planned.Ready(var plan)) {
                        Observed saved = PlanChecks.outcome(plan, observed);
                        assertEquals(new Run.Saved(vm, new Ability.Able()), saved.run());
                        assertFalse(saved.holds(new Held.RunFolder()));
                        if (StartPlanner.plan(madeUp.changed(vm), saved, madeUp.facts())
                                instanceof Planned.Ready(var start)) {
                            planned[0]++;
                            Observed now = PlanChecks.outcome(start, saved);
                            assertEquals(new Run.Running(vm), now.run());
                            assertFalse(now.isSaved());
                        }
                    }
                });
        assertTrue(planned[0] > CASES / 100, "only " + planned[0] + " went on");
    }

    @Test
    void a_snapshot_leaves_the_vm_as_it_is_and_a_revert_makes_it_what_it_was() {
        int[] reverted = {0};
        forEachSituation(
                (madeUp, vm, observed) -> {
                    SnapshotName name = new SnapshotName("now");
                    if (SnapshotPlanner.take(vm, name, Instant.EPOCH, observed, madeUp.facts())
                            instanceof Planned.Ready(var take)) {
                        Observed with = PlanChecks.outcome(take, observed);
                        assertEquals(observed.run(), with.run());
                        Snapshot snapshot = with.snapshot(name).orElseThrow();
                        Planned revert = SnapshotPlanner.revert(vm, name, IfItRuns.KILL, with);
                        var back = assertInstanceOf(Planned.Ready.class, revert);
                        reverted[0]++;
                        Run run = PlanChecks.outcome(back.plan(), with).run();
                        switch (snapshot.memory()) {
                            case NONE -> assertEquals(Run.OFF, run);
                            case KEPT ->
                                    assertEquals(
                                            new Run.Saved(snapshot.vm(), new Ability.Able()), run);
                        }
                    }
                });
        assertTrue(reverted[0] > CASES / 50, "only " + reverted[0] + " were reverted");
    }

    @Test
    void what_is_discarded_is_off_and_holds_nothing_for_a_run() {
        forEachSituation(
                (madeUp, vm, observed) -> {
                    if (DiscardPlanner.plan(vm, observed) instanceof Planned.Ready(var plan)) {
                        Observed outcome = PlanChecks.outcome(plan, observed);
                        assertEquals(Run.OFF, outcome.run());
                        assertEquals(Set.of(), outcome.heldForRun());
                    }
                });
    }

    @Test
    void a_removed_vm_holds_nothing_at_all() {
        forEachSituation(
                (madeUp, vm, observed) -> {
                    if (RemovePlanner.plan(vm, observed, List.of())
                            instanceof Planned.Ready(var plan)) {
                        assertEquals(Set.of(), PlanChecks.outcome(plan, observed).held());
                    }
                });
    }

    @Test
    void two_nics_of_one_vm_never_get_the_same_slot() {
        Seeds.forEach(
                CASES,
                random -> {
                    MadeUp madeUp = new MadeUp(random);
                    Vm vm = madeUp.vm();
                    if (StartPlanner.plan(vm, madeUp.properlyOff(vm), madeUp.facts())
                            instanceof Planned.Ready(var plan)) {
                        List<Slot> slots = new ArrayList<>();
                        for (Step step : plan.steps()) {
                            if (step instanceof Step.PlugLink(_, _, var slot)) {
                                slots.add(slot);
                            }
                        }
                        assertEquals(slots.size(), Set.copyOf(slots).size());
                    }
                });
    }

    @Test
    void undoing_a_plan_in_reverse_leaves_what_was_there_before_a_start() {
        Seeds.forEach(
                CASES,
                random -> {
                    MadeUp madeUp = new MadeUp(random);
                    Vm vm = madeUp.vm();
                    Observed observed = madeUp.properlyOff(vm);
                    if (StartPlanner.plan(vm, observed, madeUp.facts())
                            instanceof Planned.Ready(var plan)) {
                        List<Step> undo = new ArrayList<>();
                        for (Step step : plan.steps().reversed()) {
                            step.undo().ifPresent(undo::add);
                        }
                        Observed after = PlanChecks.outcome(plan, observed);
                        assertEquals(observed, PlanChecks.outcome(Plan.of("undo", undo), after));
                    }
                });
    }

    /** A made-up VM on a made-up host, in any situation. */
    private interface Situation {
        void holds(MadeUp madeUp, Vm vm, Observed observed);
    }

    private static void forEachSituation(Situation situation) {
        Seeds.forEach(
                CASES,
                random -> {
                    MadeUp madeUp = new MadeUp(random);
                    Vm vm = madeUp.vm();
                    situation.holds(madeUp, vm, madeUp.observed(vm));
                });
    }

    private static List<Planned> all(MadeUp madeUp, Vm vm, Observed observed, Facts facts) {
        return List.of(
                CreatePlanner.plan(vm, observed, facts),
                StartPlanner.plan(vm, observed, facts),
                StopPlanner.orderly(vm, observed, Duration.ofSeconds(60)),
                StopPlanner.kill(vm, observed),
                RunPlanner.pause(vm, observed),
                RunPlanner.resume(vm, observed),
                RunPlanner.reset(vm, observed, facts),
                RunPlanner.reboot(vm, observed, facts, Duration.ofSeconds(60)),
                SavePlanner.plan(vm, observed, facts),
                DiscardPlanner.plan(vm, observed),
                SnapshotPlanner.take(vm, new SnapshotName("now"), Instant.EPOCH, observed, facts),
                SnapshotPlanner.take(vm, MadeUp.SNAPSHOT, Instant.EPOCH, observed, facts),
                SnapshotPlanner.revert(vm, MadeUp.SNAPSHOT, IfItRuns.KILL, observed),
                SnapshotPlanner.revert(vm, MadeUp.SNAPSHOT, IfItRuns.REFUSE, observed),
                SnapshotPlanner.remove(vm, MadeUp.SNAPSHOT, observed),
                RemovePlanner.plan(vm, observed, List.of()),
                ChangePlanner.plan(vm, madeUp.changed(vm), observed, facts, Duration.ofSeconds(30)),
                LinkPlanner.plan(vm, observed, facts, Map.of()));
    }

    private static void keepsTheRules(Planned planned, Observed observed) {
        switch (planned) {
            case Planned.Refused(var reasons) -> assertFalse(reasons.isEmpty());
            case Planned.Ready(var plan) ->
                    assertEquals(
                            List.of(),
                            PlanChecks.of(plan, observed),
                            () -> PlanText.of(plan) + observed);
        }
    }
}
