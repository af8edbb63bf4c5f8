package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.Digest;
import oxt.model.DiskMode;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmId;

/** VMs that live no longer than one command, and what they begin from. */
class DisposablePlannerTest {
    private final Vm template = Vms.work().with(List.of(), Vms.work().nics());
    private final Origin origin =
            Origin.of(template.id(), Digest.of(new byte[0]), Digest.of(new byte[0]));
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
    void plan_disposable_with_disks() {
        Vm written = uefi(Vms.work());
        Golden.check(
                "plan/disposable-with-disks",
                PlanText.of(
                                ready(
                                        DisposablePlanner.boot(
                                                written.with(written.disks(), List.of()),
                                                origin,
                                                facts)))
                        + PlanText.of(ready(DisposablePlanner.start(written, origin, facts))));
    }

    @Test
    void what_is_written_to_its_disks_goes_with_a_disposable() {
        Vm written = uefi(Vms.work());
        Observed nothing = Observed.nothing(written.id());
        Observed running = after(ready(DisposablePlanner.start(written, origin, facts)), nothing);
        Vm machine = running.run().machine().orElseThrow();
        assertTrue(machine.disks().stream().noneMatch(disk -> disk.mode() == DiskMode.PERSISTENT));
        assertEquals(nothing, after(DisposablePlanner.end("work-d00001", running), running));
    }

    @Test
    void what_the_copy_that_boots_held_is_not_left_either() {
        Vm booted = uefi(Vms.work()).with(Vms.work().disks(), List.of());
        Observed nothing = Observed.nothing(booted.id());
        Observed running = after(ready(DisposablePlanner.boot(booted, origin, facts)), nothing);
        Observed kept = after(DisposablePlanner.keep(booted, origin), running);
        assertEquals(nothing, after(DisposablePlanner.end("work-d00001", kept), kept));
    }

    @Test
    void disks_are_copied_of_a_vm_that_is_off_and_of_no_other() {
        Vm written = Vms.work();
        Observed off = new Observed(written.id(), Run.OFF, After.lifelong(written));
        assertEquals(List.of(), DisposablePlanner.unready(written, off));
        Observed runs = new Observed(written.id(), new Run.Running(written), off.held());
        assertEquals(
                List.of(new Refusal.DisksChange(written.name(), "running")),
                DisposablePlanner.unready(written, runs));
        assertEquals(1, DisposablePlanner.unready(written, Observed.nothing(written.id())).size());
        assertEquals(
                List.of(), DisposablePlanner.unready(template, Observed.nothing(template.id())));
    }

    @Test
    void a_driver_domain_is_refused() {
        assertEquals(List.of(), DisposablePlanner.unfit(Vms.work(), Vms.facts().abilities()));
        Vm domain = as(Vms.work(), Role.NETWORK, Vms.work().boot());
        assertEquals(1, DisposablePlanner.unfit(domain, Vms.facts().abilities()).size());
    }

    @Test
    void the_id_of_a_passing_vm_says_so() {
        assertTrue(VmId.passing(-1).isPassing());
        assertTrue(VmId.passing(0).isPassing());
        assertFalse(template.id().isPassing());
        assertEquals(VmId.passing(5), VmId.of(VmId.passing(5).toString()));
    }

    private static Vm uefi(Vm vm) {
        return as(vm, vm.role(), new Boot.Uefi());
    }

    private static Vm as(Vm vm, Role role, Boot boot) {
        return new Vm(
                vm.id(),
                vm.name(),
                role,
                vm.template(),
                vm.memory(),
                vm.processors(),
                boot,
                vm.disks(),
                vm.nics(),
                vm.display(),
                vm.autostart(),
                vm.uplink(),
                vm.pci(),
                vm.xen());
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
