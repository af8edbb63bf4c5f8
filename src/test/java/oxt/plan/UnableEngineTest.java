package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import oxt.made.Vms;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.SnapshotName;
import oxt.model.Vm;

/** What an engine cannot do is refused before anything is done, with its own reason. */
class UnableEngineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Ability.Unable UNABLE =
            new Ability.Unable("it was not built", "Build it.");
    private static final DiskName DATA = new DiskName("extra");

    private final Vm work = with(Vms.work(), data(1));
    private final Observed off =
            outcome(CreatePlanner.plan(work, Observed.nothing(work.id()), Vms.facts()));
    private final Observed running =
            PlanChecks.outcome(ready(StartPlanner.plan(work, off, Vms.facts())), off);

    @Test
    void does_not_plan_a_snapshot() {
        assertRefused(
                Feature.General.SNAPSHOTS,
                SnapshotPlanner.take(
                        work,
                        new SnapshotName("now"),
                        Instant.EPOCH,
                        running,
                        without(Feature.General.SNAPSHOTS)));
    }

    @Test
    void does_not_plan_to_plug_a_disk_or_to_take_one_out() {
        Facts facts = without(Feature.General.PLUG_DISKS);
        Vm bare = Vms.work();
        assertRefused(
                Feature.General.PLUG_DISKS,
                ChangePlanner.plan(work, bare, running, facts, PATIENCE));
        Observed bareOff =
                outcome(CreatePlanner.plan(bare, Observed.nothing(bare.id()), Vms.facts()));
        Observed bareRunning =
                PlanChecks.outcome(ready(StartPlanner.plan(bare, bareOff, facts)), bareOff);
        assertRefused(
                Feature.General.PLUG_DISKS,
                ChangePlanner.plan(bare, work, bareRunning, facts, PATIENCE));
        ready(ChangePlanner.plan(bare, work, bareOff, facts, PATIENCE));
    }

    @Test
    void does_not_plan_to_make_a_disk_larger_while_its_vm_runs_and_does_when_it_is_off() {
        Facts facts = without(Feature.General.GROW_IN_USE);
        Vm larger = with(Vms.work(), data(2));
        assertRefused(
                Feature.General.GROW_IN_USE,
                ChangePlanner.plan(work, larger, running, facts, PATIENCE));
        assertEquals(
                List.of(new Step.GrowDisk(work.id(), data(2))),
                ready(ChangePlanner.plan(work, larger, off, facts, PATIENCE)).steps());
    }

    @Test
    void does_not_plan_a_disposable() {
        assertEquals(
                List.of(refusal(Feature.General.DISPOSABLES)),
                DisposablePlanner.unfit(
                        Vms.work(), without(Feature.General.DISPOSABLES).abilities()));
    }

    @Test
    void does_not_plan_to_make_a_disk_larger_whose_file_is_gone() {
        var refused =
                assertInstanceOf(
                        Planned.Refused.class,
                        ChangePlanner.plan(
                                work,
                                with(Vms.work(), data(2)),
                                Observed.nothing(work.id()),
                                Vms.facts(),
                                PATIENCE));
        assertEquals(List.of(new Refusal.DiskIsGone(work.name(), DATA)), refused.reasons());
    }

    private void assertRefused(Feature feature, Planned planned) {
        var refused = assertInstanceOf(Planned.Refused.class, planned);
        assertEquals(List.of(refusal(feature)), refused.reasons());
    }

    private Refusal refusal(Feature feature) {
        return new Refusal.EngineCannot(work.name(), "sim", feature, UNABLE);
    }

    private static Facts without(Feature feature) {
        Facts facts = Vms.facts();
        Map<Feature, Ability> answers = new HashMap<>(facts.abilities().answers());
        answers.put(feature, UNABLE);
        return new Facts(
                new Abilities("sim", answers),
                facts.freeMemory(),
                facts.images(),
                facts.driverDomains(),
                facts.storageDomains(),
                facts.devicesInUse());
    }

    private static Disk data(int gibibytes) {
        return new Disk(
                DATA,
                new DiskSource.Blank(ByteSize.gibibytes(gibibytes)),
                DiskFormat.QCOW2,
                DiskMode.PERSISTENT);
    }

    private static Vm with(Vm vm, Disk disk) {
        List<Disk> disks = new ArrayList<>(vm.disks());
        disks.add(disk);
        return vm.with(disks, vm.nics());
    }

    private static Observed outcome(Planned planned) {
        return PlanChecks.outcome(ready(planned), Observed.nothing(Vms.work().id()));
    }

    private static Plan ready(Planned planned) {
        return assertInstanceOf(Planned.Ready.class, planned).plan();
    }
}
