package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static oxt.plan.Answers.more;
import static oxt.plan.Answers.outcome;
import static oxt.plan.Answers.ready;
import static oxt.plan.Answers.refusals;
import static oxt.plan.Answers.text;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.made.Vms;
import oxt.model.DiskName;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.plan.SnapshotPlanner.IfItRuns;

/** Plans of saved states and of snapshots, and the refusals. */
class SavedPlansTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SnapshotName NAME = new SnapshotName("before-upgrade");
    private static final Instant TAKEN = Instant.parse("2026-05-04T10:00:00Z");

    private final Vm work = Vms.work();
    private final Facts facts = Vms.facts();
    private final Observed nothing = Observed.nothing(work.id());
    private final Observed off = outcome(CreatePlanner.plan(work, nothing, facts), nothing);
    private final Observed running = outcome(StartPlanner.plan(work, off, facts), off);
    private final Observed saved = outcome(SavePlanner.plan(work, running, facts), running);

    @Test
    void plan_save() {
        Golden.check("plan/save", text(SavePlanner.plan(work, running, facts)));
    }

    @Test
    void plan_start_of_a_saved_vm() {
        Golden.check("plan/continue", text(StartPlanner.plan(more(work), saved, facts)));
    }

    @Test
    void plan_discard() {
        Golden.check("plan/discard", text(DiscardPlanner.plan(work, saved)));
    }

    @Test
    void plan_snapshot_of_a_running_vm() {
        Golden.check(
                "plan/snapshot", text(SnapshotPlanner.take(work, NAME, TAKEN, running, facts)));
    }

    @Test
    void plan_revert_of_a_running_vm() {
        Observed with = outcome(SnapshotPlanner.take(work, NAME, TAKEN, running, facts), running);
        Golden.check("plan/revert", text(SnapshotPlanner.revert(work, NAME, IfItRuns.KILL, with)));
    }

    @Test
    void plan_remove_with_snapshots() {
        Observed with = outcome(SnapshotPlanner.take(work, NAME, TAKEN, off, facts), off);
        assertEquals(
                new Step.RemoveSnapshot(work.id(), NAME),
                ready(RemovePlanner.plan(work, with, List.of())).steps().getFirst());
    }

    @Test
    void does_not_plan_a_snapshot_that_is_there_or_a_revert_to_one_that_is_not() {
        Observed with = outcome(SnapshotPlanner.take(work, NAME, TAKEN, running, facts), running);
        assertEquals(
                List.of(new Refusal.SnapshotExists(work.name(), NAME)),
                refusals(SnapshotPlanner.take(work, NAME, TAKEN, with, facts)));
        List<Refusal> missing = List.of(new Refusal.NoSuchSnapshot(work.name(), NAME));
        assertEquals(missing, refusals(SnapshotPlanner.revert(work, NAME, IfItRuns.KILL, running)));
        assertEquals(missing, refusals(SnapshotPlanner.remove(work, NAME, running)));
    }

    @Test
    void does_not_plan_a_revert_that_would_end_a_vm_unless_that_is_said() {
        Observed with = outcome(SnapshotPlanner.take(work, NAME, TAKEN, running, facts), running);
        assertEquals(
                List.of(new Refusal.RevertWouldEnd(work.name(), NAME, "running")),
                refusals(SnapshotPlanner.revert(work, NAME, IfItRuns.REFUSE, with)));
    }

    @Test
    void does_not_plan_to_take_a_disk_that_a_snapshot_has() {
        Observed with = outcome(SnapshotPlanner.take(work, NAME, TAKEN, off, facts), off);
        Vm without =
                Vms.changed(work, work.memory(), work.boot(), work.disks().subList(1, 2), Vms.NET);
        DiskName data = work.disks().getFirst().name();
        assertEquals(
                List.of(new Refusal.DiskHasSnapshot(work.name(), data, NAME)),
                refusals(ChangePlanner.plan(work, without, with, facts, PATIENCE)));
    }

    @Test
    void does_not_plan_a_start_or_a_snapshot_of_what_is_half_reverted() {
        Observed with = outcome(SnapshotPlanner.take(work, NAME, TAKEN, off, facts), off);
        Set<Held> held = new HashSet<>(with.held());
        held.add(new Held.HalfReverted(NAME));
        Observed half = new Observed(work.id(), Run.OFF, held);
        List<Refusal> isHalf = List.of(new Refusal.IsHalfReverted(work.name(), NAME));
        assertEquals(isHalf, refusals(StartPlanner.plan(work, half, facts)));
        assertEquals(
                isHalf,
                refusals(
                        SnapshotPlanner.take(work, new SnapshotName("other"), TAKEN, half, facts)));
        assertEquals(isHalf, refusals(SnapshotPlanner.remove(work, NAME, half)));
        assertEquals(
                Run.OFF,
                outcome(SnapshotPlanner.revert(work, NAME, IfItRuns.REFUSE, half), half).run());
    }

    @Test
    void a_paused_vm_is_saved_as_it_is() {
        Observed paused = outcome(RunPlanner.pause(work, running), running);
        assertEquals(
                new Step.SaveState(work),
                ready(SavePlanner.plan(work, paused, facts)).steps().getFirst());
    }

    @Test
    void does_not_plan_a_start_from_a_state_that_this_host_cannot_take() {
        Run other = new Run.Saved(work, new Ability.Unable("it is of another QEMU", "Discard it."));
        assertEquals(
                List.of(new Refusal.CannotContinue(work.name(), "it is of another QEMU")),
                refusals(
                        StartPlanner.plan(
                                work, new Observed(work.id(), other, saved.held()), facts)));
    }

    @Test
    void does_not_plan_a_start_from_a_saved_state_whose_fresh_disk_is_gone() {
        Set<Held> left = new HashSet<>(saved.held());
        left.remove(new Held.Overlay(new DiskName("scratch")));
        assertEquals(
                List.of(new Refusal.DiskIsGone(work.name(), new DiskName("scratch"))),
                refusals(
                        StartPlanner.plan(
                                work, new Observed(work.id(), saved.run(), left), facts)));
    }

    @Test
    void does_not_plan_for_a_saved_vm_what_needs_one_that_runs_or_is_off() {
        List<Refusal> isSaved = List.of(new Refusal.IsSaved(work.name()));
        Duration patience = Duration.ofSeconds(60);
        assertEquals(isSaved, refusals(StopPlanner.orderly(work, saved, patience)));
        assertEquals(isSaved, refusals(StopPlanner.kill(work, saved)));
        assertEquals(isSaved, refusals(RunPlanner.pause(work, saved)));
        assertEquals(isSaved, refusals(RunPlanner.resume(work, saved)));
        assertEquals(isSaved, refusals(RunPlanner.reset(work, saved, facts)));
        assertEquals(isSaved, refusals(SavePlanner.plan(work, saved, facts)));
        assertEquals(
                List.of(new Refusal.NotOff(work.name(), "saved")),
                refusals(RemovePlanner.plan(work, saved, List.of())));
    }

    @Test
    void does_not_plan_to_save_or_discard_where_there_is_nothing_to() {
        assertEquals(
                List.of(new Refusal.NotRunning(work.name())),
                refusals(SavePlanner.plan(work, off, facts)));
        assertEquals(
                List.of(new Refusal.NotSaved(work.name(), "running")),
                refusals(DiscardPlanner.plan(work, running)));
    }

    @Test
    void does_not_plan_to_take_a_disk_that_is_saved_and_adds_one_for_the_next_boot() {
        Vm without =
                Vms.changed(work, work.memory(), work.boot(), work.disks().subList(1, 2), Vms.NET);
        assertEquals(
                List.of(new Refusal.DiskIsSaved(work.name(), work.disks().getFirst().name())),
                refusals(ChangePlanner.plan(work, without, saved, facts, PATIENCE)));
        assertEquals(
                List.of(new Step.CreateDisk(work.id(), more(work).disks().getLast())),
                ready(ChangePlanner.plan(work, more(work), saved, facts, PATIENCE)).steps());
    }

    @Test
    void a_machine_with_a_saved_state_goes_on_only_when_the_state_is_gone() {
        Observed between =
                new Observed(
                        work.id(),
                        new Run.Paused(work),
                        PlanChecks.outcome(
                                        Plan.of(
                                                "half a save",
                                                List.of(
                                                        new Step.Pause(work.id()),
                                                        new Step.SaveState(work))),
                                        running)
                                .held());
        assertEquals(
                List.of(new Step.RemoveSavedState(work.id()), new Step.Resume(work.id())),
                ready(RunPlanner.resume(work, between)).steps());
    }
}
