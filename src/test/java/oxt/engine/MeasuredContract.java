package oxt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import oxt.made.Vms;
import oxt.model.ByteSize;
import oxt.model.Digest;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Measured;
import oxt.model.MeasuredPart;
import oxt.model.Vm;
import oxt.plan.ChangePlanner;
import oxt.plan.CreatePlanner;
import oxt.plan.Facts;
import oxt.plan.FileStamp;
import oxt.plan.Measurement;
import oxt.plan.Measurements;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.PlanChecks;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.SavePlanner;
import oxt.plan.StartPlanner;
import oxt.plan.Step;
import oxt.plan.StepText;
import oxt.plan.StopPlanner;

/** What every engine keeps of measured VMs. */
public abstract class MeasuredContract {
    private static final Parts.Watch PATIENT =
            new Parts.Watch() {
                @Override
                public void read(MeasuredPart part, long bytes, long all) {}

                @Override
                public boolean isOver() {
                    return false;
                }
            };

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
    void a_measured_vm_lives_as_any_other_as_long_as_nobody_touches_its_files() throws Exception {
        Vm vm = accepted(created(fixture.obedient()));
        performTwice(vm, StartPlanner.plan(vm, look(vm), facts(vm, taken(vm))));
        assertEquals(new Run.Running(vm), look(vm).run());
        performTwice(vm, SavePlanner.plan(vm, look(vm), fixture.facts()));
        performTwice(vm, StartPlanner.plan(vm, look(vm), facts(vm, taken(vm))));
        assertEquals(new Run.Running(vm), look(vm).run());
        performTwice(vm, StopPlanner.kill(vm, look(vm)));
        assertEquals(Set.of(), look(vm).heldForRun());
    }

    @Test
    void a_disk_that_was_accepted_is_plugged_while_it_runs() throws Exception {
        Vm plain = created(fixture.obedient());
        Vm vm = accepted(plain);
        run(StartPlanner.plan(vm, look(vm), facts(vm, taken(vm))));
        fixture.awaitGuest(vm.id());
        Vm more = accepted(withTools(plain));
        performTwice(
                more,
                ChangePlanner.plan(
                        vm, more, look(vm), facts(more, taken(more)), Duration.ofSeconds(30)));
        assertEquals(more.disks(), look(vm).run().machine().map(Vm::disks).orElse(List.of()));
    }

    @Test
    void where_any_part_was_touched_meanwhile_nothing_runs_and_nothing_is_left() throws Exception {
        Vm vm = accepted(created(fixture.obedient()));
        Observed before = look(vm);
        for (MeasuredPart part : taken(vm).keySet()) {
            SortedMap<MeasuredPart, Measurement> touched = taken(vm);
            Measurement.Found found = (Measurement.Found) touched.get(part);
            FileStamp stamp = found.stamp();
            FileStamp older =
                    new FileStamp(
                            stamp.device(),
                            stamp.inode(),
                            stamp.size(),
                            stamp.modifiedNanos(),
                            stamp.changedNanos() - 1);
            touched.put(part, new Measurement.Found(found.file(), older, found.digest()));
            Plan plan = ready(StartPlanner.plan(vm, before, facts(vm, touched)));
            Outcome outcome = new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel());
            Outcome.RolledBack back = assertInstanceOf(Outcome.RolledBack.class, outcome);
            assertEquals("measured-file-touched", back.cause().code());
            assertEquals(before, look(vm));
        }
    }

    private Vm created(Vm vm) throws Exception {
        run(CreatePlanner.plan(vm, look(vm), fixture.facts()));
        return vm;
    }

    private Vm accepted(Vm vm) throws Exception {
        SortedMap<MeasuredPart, Digest> digests = new TreeMap<>();
        taken(vm).forEach((part, it) -> digests.put(part, ((Measurement.Found) it).digest()));
        return vm.with(new Measured.Against(digests));
    }

    private SortedMap<MeasuredPart, Measurement> taken(Vm vm) throws Exception {
        return engine.parts().measure(vm, PATIENT);
    }

    private Facts facts(Vm vm, SortedMap<MeasuredPart, Measurement> taken) {
        return fixture.facts().with(new Measurements(Map.of(vm.id(), taken)));
    }

    private static Vm withTools(Vm vm) {
        List<Disk> disks = new ArrayList<>(vm.disks());
        disks.add(
                new Disk(
                        new DiskName("tools"),
                        new DiskSource.FromImage(Vms.MINIMAL, new ByteSize(0)),
                        DiskFormat.RAW,
                        DiskMode.READ_ONLY));
        return vm.with(disks, vm.nics());
    }

    private Observed look(Vm vm) throws EngineException {
        return engine.observe(vm.id());
    }

    private void run(Planned planned) throws Exception {
        for (Step step : ready(planned).steps()) {
            engine.perform(step);
        }
    }

    private void performTwice(Vm vm, Planned planned) throws Exception {
        Plan plan = ready(planned);
        Observed then = PlanChecks.outcome(plan, look(vm));
        for (Step step : plan.steps()) {
            engine.perform(step);
            engine.perform(step);
            assertEquals(vm.id(), step.vm(), () -> StepText.of(step));
        }
        assertEquals(then, look(vm));
    }

    private static Plan ready(Planned planned) {
        return assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan();
    }
}
