package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static oxt.model.DiskMode.PERSISTENT;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.made.Vms;
import oxt.model.DiskName;
import oxt.model.NicName;
import oxt.model.Vm;
import oxt.plan.RecoveryPlanner.Begun;
import oxt.plan.RecoveryPlanner.Begun.Before;
import oxt.plan.RecoveryPlanner.Recovery;
import oxt.plan.RecoveryPlanner.Standing;

/** What becomes of work that a dead daemon had begun. */
class RecoveryPlannerTest {
    private final Vm work = Vms.work();
    private final Held file = new Held.DiskFile(new DiskName("data"));
    private final Held other = new Held.DiskFile(new DiskName("other"));
    private final Held overlay = new Held.Overlay(new DiskName("scratch"));
    private final Held state = new Held.SavedState();
    private final Held link = new Held.Link(new NicName("lan"), new Slot(Vms.work().id(), 3));

    private Observed observed(Run run, Held... held) {
        Set<Held> all = new HashSet<>(Set.of(held));
        if (run.machine().isPresent()) {
            all.add(new Held.DeviceModel());
        }
        return new Observed(work.id(), run, all);
    }

    private static List<String> steps(Recovery recovery) {
        return recovery.plan().steps().stream().map(StepText::of).toList();
    }

    @Test
    void a_creation_is_taken_back_whole() {
        Recovery recovery =
                RecoveryPlanner.plan(
                        new Begun.Create(work.name().text()),
                        observed(Run.OFF, file, new Held.FirmwareVariables()));
        assertEquals(List.of("remove disk data", "remove firmware variables"), steps(recovery));
        assertEquals(
                "The creation of VM work was not finished: it is taken back.", recovery.sentence());
    }

    @Test
    void a_start_is_taken_back_until_its_processors_run() {
        Observed off = observed(Run.OFF, file, overlay, new Held.RunFolder());
        assertEquals(
                List.of("discard fresh disk scratch", "remove run folder"),
                steps(RecoveryPlanner.plan(new Begun.Start(work), off)));
        Observed created =
                observed(new Run.Created(work), file, overlay, link, new Held.RunFolder());
        assertEquals(
                "stop device model",
                steps(RecoveryPlanner.plan(new Begun.Start(work), created)).getFirst());
        Observed running =
                observed(new Run.Running(work), file, overlay, link, new Held.RunFolder());
        Recovery kept = RecoveryPlanner.plan(new Begun.Start(work), running);
        assertEquals(List.of(), steps(kept));
        assertEquals("The start of VM work was all but finished: the VM runs.", kept.sentence());
    }

    @Test
    void a_stop_is_finished_where_the_guest_is_gone_and_forgotten_where_it_is_not() {
        Observed off = observed(Run.OFF, file, link, new Held.RunFolder());
        assertEquals(2, steps(RecoveryPlanner.plan(new Begun.Stop(work), off)).size());
        Recovery running =
                RecoveryPlanner.plan(new Begun.Stop(work), observed(new Run.Running(work), file));
        assertEquals(List.of(), steps(running));
        assertEquals(
                "The stop of VM work was not finished: the VM is running, and goes off yet if its"
                        + " guest was asked in time.",
                running.sentence());
        assertEquals(
                "The kill of VM work was not finished: the VM is running.",
                RecoveryPlanner.plan(new Begun.Kill(work), observed(new Run.Running(work), file))
                        .sentence());
    }

    @Test
    void a_save_is_finished_where_its_state_is_whole() {
        Begun save = new Begun.Save(work, Before.RUNNING);
        Observed whole = observed(new Run.Paused(work), file, overlay, new Held.RunFolder(), state);
        Recovery finished = RecoveryPlanner.plan(save, whole);
        assertEquals(List.of("stop device model", "remove run folder"), steps(finished));
        assertEquals("The save of VM work was all but finished: now it is.", finished.sentence());
        assertEquals(
                new Run.Saved(work, new Ability.Able()),
                PlanChecks.outcome(finished.plan(), whole).run());
    }

    @Test
    void a_save_is_taken_back_where_its_state_is_not_whole() {
        Observed paused = observed(new Run.Paused(work), file, overlay, new Held.RunFolder());
        assertEquals(
                List.of("remove saved state", "resume"),
                steps(RecoveryPlanner.plan(new Begun.Save(work, Before.RUNNING), paused)));
        assertEquals(
                List.of("remove saved state"),
                steps(RecoveryPlanner.plan(new Begun.Save(work, Before.PAUSED), paused)));
        Observed dead = observed(Run.OFF, file, overlay, new Held.RunFolder());
        Recovery ended = RecoveryPlanner.plan(new Begun.Save(work, Before.RUNNING), dead);
        assertEquals(Set.of(), PlanChecks.outcome(ended.plan(), dead).heldForRun());
    }

    @Test
    void a_start_from_a_saved_state_is_taken_back_as_long_as_that_is_there() {
        for (Run run : List.of(new Run.Paused(work), new Run.Created(work))) {
            Observed observed = observed(run, file, overlay, new Held.RunFolder(), state);
            Recovery recovery = RecoveryPlanner.plan(new Begun.Start(work), observed);
            Observed outcome = PlanChecks.outcome(recovery.plan(), observed);
            assertEquals(new Run.Saved(work, new Ability.Able()), outcome.run());
            assertEquals(Set.of(file, overlay, state), outcome.held());
        }
    }

    @Test
    void a_discard_is_finished() {
        Observed saved = observed(new Run.Saved(work, new Ability.Able()), file, overlay, state);
        Recovery recovery = RecoveryPlanner.plan(new Begun.Discard(work), saved);
        assertEquals(List.of("remove saved state", "discard fresh disk scratch"), steps(recovery));
    }

    @Test
    void a_start_whose_saved_state_was_given_up_already_goes_on() {
        Observed paused = observed(new Run.Paused(work), file, overlay, new Held.RunFolder());
        Recovery recovery = RecoveryPlanner.plan(new Begun.Start(work), paused);
        assertEquals(List.of("resume"), steps(recovery));
        assertEquals(
                "The start of VM work was all but finished: now the VM runs.", recovery.sentence());
    }

    @Test
    void a_reboot_that_had_not_started_its_vm_again_is_not_said_to_be_finished() {
        Observed running = observed(new Run.Running(work), file);
        assertEquals(
                "The reboot of VM work was not finished: the VM is running, and goes off yet if its"
                        + " guest was asked in time.",
                RecoveryPlanner.plan(new Begun.Reboot(work, Begun.Half.STOP), running).sentence());
        assertEquals(
                "The reboot of VM work was all but finished: the VM runs.",
                RecoveryPlanner.plan(new Begun.Reboot(work, Begun.Half.START), running).sentence());
    }

    @Test
    void a_change_leaves_the_files_of_the_document_and_no_others() {
        Recovery recovery =
                RecoveryPlanner.plan(new Begun.Change(work), observed(Run.OFF, file, other));
        assertEquals(List.of("remove disk other"), steps(recovery));
    }

    @Test
    void what_a_guest_keeps_stays_whole_until_it_is_off() {
        Vm more =
                work.with(
                        List.of(work.disks().getFirst(), Vms.disk("other", PERSISTENT)), List.of());
        Vm document = work.with(List.of(work.disks().getFirst()), List.of());
        Observed running = observed(new Run.Running(more), file, other);
        Recovery asked = RecoveryPlanner.plan(new Begun.Change(document), running);
        assertEquals(List.of("unplug disk other, at most 10s", "remove disk other"), steps(asked));
        assertEquals(Standing.ENDED, asked.standing());

        Observed paused = observed(new Run.Paused(more), file, other);
        for (Recovery kept :
                List.of(
                        ChangeRecovery.kept(document, running),
                        RecoveryPlanner.plan(new Begun.Change(document), paused))) {
            assertEquals(List.of(), steps(kept));
            assertEquals(Standing.UNTIL_OFF, kept.standing());
            assertEquals(
                    "The change of VM work was not finished: until it is off it keeps disk other,"
                            + " of which its document knows nothing.",
                    kept.sentence());
        }

        Observed saved = observed(new Run.Saved(more, new Ability.Able()), file, other, state);
        assertEquals(List.of(), steps(RecoveryPlanner.plan(new Begun.Change(document), saved)));
        assertEquals(
                List.of("remove disk other"),
                steps(
                        RecoveryPlanner.plan(
                                new Begun.Change(document), observed(Run.OFF, file, other))));
    }

    @Test
    void a_removal_is_finished() {
        Recovery recovery =
                RecoveryPlanner.plan(new Begun.Remove(work), observed(Run.OFF, file, link));
        assertEquals(2, steps(recovery).size());
        assertEquals("The removal of VM work was not finished: now it is.", recovery.sentence());
    }

    @Test
    void a_process_that_does_not_answer_is_left_to_a_person() {
        Observed unreachable = observed(new Run.Unreachable(work, "it is silent"), file);
        for (Begun begun : List.of(new Begun.Start(work), new Begun.Stop(work))) {
            Recovery recovery = RecoveryPlanner.plan(begun, unreachable);
            assertEquals(List.of(), steps(recovery));
            assertEquals(true, recovery.sentence().endsWith("does not answer: it is silent."));
        }
    }

    @Test
    void every_recovery_keeps_the_rules_of_plans() {
        List<Observed> seen =
                List.of(
                        observed(Run.OFF, file, overlay, link, new Held.RunFolder()),
                        observed(new Run.Created(work), file, overlay, link, new Held.RunFolder()),
                        observed(Run.OFF, file, other),
                        observed(new Run.Paused(work), file, overlay, new Held.RunFolder(), state),
                        observed(new Run.Saved(work, new Ability.Able()), file, overlay, state));
        List<Begun> all =
                List.of(
                        new Begun.Create(work.name().text()),
                        new Begun.Start(work),
                        new Begun.Stop(work),
                        new Begun.Reboot(work, Begun.Half.STOP),
                        new Begun.Save(work, Before.RUNNING),
                        new Begun.Discard(work),
                        new Begun.Remove(work),
                        new Begun.Other(work, "pause"));
        for (Observed observed : seen) {
            for (Begun begun : all) {
                Recovery recovery = RecoveryPlanner.plan(begun, observed);
                assertEquals(List.of(), PlanChecks.of(recovery.plan(), observed), begun.toString());
            }
        }
    }
}
