package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.made.Vms;
import oxt.model.Digest;
import oxt.model.Vm;
import oxt.model.VmId;

/** VMs that live no longer than one command, and what they begin from. */
class DisposablePlannerTest {
    private final Vm template = Vms.work().with(List.of(), Vms.work().nics());
    private final Origin origin = new Origin(template.id(), Digest.of(new byte[0]));
    private final Facts facts = Vms.facts();

    @Test
    void plan_disposable() {
        Golden.check("plan/disposable", PlanText.of(ready(start())));
    }

    @Test
    void a_disposable_runs_with_its_network_cards_and_its_end_leaves_nothing() {
        Observed nothing = Observed.nothing(template.id());
        Observed running = after(ready(start()), nothing);
        assertEquals(new Run.Running(template), running.run());
        assertEquals(nothing, after(DisposablePlanner.end("work-d00001", running), running));
    }

    @Test
    void an_origin_is_booted_without_network_cards_and_kept_when_it_stands_still() {
        Vm booted = template.with(List.of(), List.of());
        Observed nothing = Observed.nothing(template.id());
        Observed running = after(ready(DisposablePlanner.boot(booted, origin, facts)), nothing);
        Observed kept = after(DisposablePlanner.keep(booted, origin), running);
        assertEquals(new Run.Paused(booted), kept.run());
        assertEquals(nothing, after(DisposablePlanner.end("work-d00001", kept), kept));
    }

    @Test
    void disks_that_are_written_to_are_refused() {
        assertEquals(List.of(), DisposablePlanner.unfit(template));
        assertEquals(Vms.work().disks().size(), DisposablePlanner.unfit(Vms.work()).size());
    }

    @Test
    void the_id_of_a_passing_vm_says_so() {
        assertTrue(VmId.passing(-1).isPassing());
        assertTrue(VmId.passing(0).isPassing());
        assertFalse(template.id().isPassing());
        assertEquals(VmId.passing(5), VmId.of(VmId.passing(5).toString()));
    }

    private Planned start() {
        return DisposablePlanner.start(template, origin, facts);
    }

    private static Plan ready(Planned planned) {
        return assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan();
    }

    private static Observed after(Plan plan, Observed before) {
        Observed now = before;
        for (Step step : plan.steps()) {
            After after = After.of(now, step);
            now = assertInstanceOf(After.Now.class, after, StepText.of(step)).observed();
        }
        return now;
    }
}
