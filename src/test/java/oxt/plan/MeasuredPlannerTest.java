package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static oxt.plan.Answers.outcome;
import static oxt.plan.Answers.ready;
import static oxt.plan.Answers.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
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

/** Measured VMs begin from what was accepted, and from nothing else. */
class MeasuredPlannerTest {
    private static final MeasuredPart FIRMWARE = new MeasuredPart.Firmware();
    private static final MeasuredPart KERNEL = new MeasuredPart.Kernel();
    private static final MeasuredPart INITRAMFS = new MeasuredPart.Initramfs();
    private static final MeasuredPart TOOLS = new MeasuredPart.OfDisk(new DiskName("tools"));
    private static final MeasuredPart BASE = new MeasuredPart.OfDisk(new DiskName("base"));

    /** One disk that is only read, one that is fresh, and two that nobody can measure. */
    private static final Vm PLAIN = with(Vms.work(), tools(), fromImage("base", DiskMode.FRESH));

    private static final Vm WORK = PLAIN.with(new Measured.Against(digests()));

    private final Observed nothing = Observed.nothing(WORK.id());
    private final Observed off = outcome(CreatePlanner.plan(WORK, nothing, Vms.facts()), nothing);

    @Test
    void a_start_from_what_was_accepted_confirms_it_before_anything_runs() {
        Planned start = StartPlanner.plan(WORK, off, facts(WORK, found()));
        Golden.check("plan/start-measured", text(start));
        assertTrue(PlanChecks.of(ready(start), off).isEmpty());
    }

    @Test
    void a_vm_that_demands_nothing_is_planned_as_ever() {
        assertEquals(
                text(StartPlanner.plan(PLAIN, off, Vms.facts())),
                text(StartPlanner.plan(PLAIN, off, facts(WORK, found()))));
    }

    @Test
    void every_difference_is_told_at_once() {
        SortedMap<MeasuredPart, Measurement> found = found();
        found.put(KERNEL, found("vmlinuz", "another kernel"));
        found.remove(INITRAMFS);
        found.put(TOOLS, new Measurement.Unusable("/images/tools", "is a folder", "Mend it."));
        Vm unaccepted = PLAIN.with(new Measured.Against(without(digests(), FIRMWARE)));
        StringBuilder told = new StringBuilder();
        for (Refusal refusal :
                refused(StartPlanner.plan(unaccepted, off, facts(unaccepted, found)))) {
            told.append(RefusalText.of(refusal).code())
                    .append(": ")
                    .append(RefusalText.of(refusal).what())
                    .append("\n  ")
                    .append(RefusalText.of(refusal).remedy())
                    .append('\n');
        }
        Golden.check("plan/measured-refusals", told.toString());
    }

    @Test
    void any_one_part_that_is_another_refuses_the_start() {
        for (MeasuredPart part : digests().keySet()) {
            SortedMap<MeasuredPart, Measurement> found = found();
            found.put(part, found("file", "another"));
            List<Refusal> reasons = refused(StartPlanner.plan(WORK, off, facts(WORK, found)));
            Refusal reason = reasons.getFirst();
            assertEquals(1, reasons.size());
            assertEquals(part, assertInstanceOf(Refusal.OfMeasured.Differs.class, reason).part());
        }
    }

    @Test
    void any_one_part_that_is_not_there_refuses_the_start() {
        for (MeasuredPart part : digests().keySet()) {
            SortedMap<MeasuredPart, Measurement> found = found();
            found.remove(part);
            assertEquals(
                    List.of(new Refusal.OfMeasured.IsGone(WORK.name(), part)),
                    refused(StartPlanner.plan(WORK, off, facts(WORK, found))));
        }
    }

    @Test
    void one_of_which_nothing_was_accepted_yet_does_not_start() {
        Vm empty = PLAIN.with(new Measured.Against(new TreeMap<>()));
        assertEquals(
                digests().size(),
                refused(StartPlanner.plan(empty, off, facts(empty, found()))).size());
        // Nor where the engine says nothing of what the VM surely has.
        assertEquals(
                List.of(
                        new Refusal.OfMeasured.IsGone(WORK.name(), KERNEL),
                        new Refusal.OfMeasured.IsGone(WORK.name(), BASE),
                        new Refusal.OfMeasured.IsGone(WORK.name(), TOOLS)),
                refused(StartPlanner.plan(empty, off, facts(empty, new TreeMap<>()))));
    }

    @Test
    void where_nobody_has_looked_nothing_starts() {
        assertEquals(
                List.of(new Refusal.OfMeasured.NotMeasured(WORK.name())),
                refused(StartPlanner.plan(WORK, off, Vms.facts())));
    }

    @Test
    void a_saved_vm_goes_on_only_with_what_was_accepted() {
        Facts facts = facts(WORK, found());
        Observed running = outcome(StartPlanner.plan(WORK, off, facts), off);
        Observed saved = outcome(SavePlanner.plan(WORK, running, facts), running);
        assertTrue(
                text(StartPlanner.plan(WORK, saved, facts))
                        .matches("(?s).*restore device model.*confirm measured.*remove saved.*"));
        SortedMap<MeasuredPart, Measurement> other = found();
        other.put(TOOLS, found("tools", "another"));
        assertEquals(1, refused(StartPlanner.plan(WORK, saved, facts(WORK, other))).size());
    }

    @Test
    void a_reboot_and_a_reset_are_refused_as_a_start_is() {
        Observed running = outcome(StartPlanner.plan(WORK, off, facts(WORK, found())), off);
        SortedMap<MeasuredPart, Measurement> other = found();
        other.put(KERNEL, found("vmlinuz", "another"));
        Facts facts = facts(WORK, other);
        Duration patience = Duration.ofSeconds(60);
        assertEquals(1, refused(RunPlanner.reboot(WORK, running, facts, patience)).size());
        assertEquals(1, refused(RunPlanner.reset(WORK, running, facts)).size());
    }

    @Test
    void a_disk_is_plugged_into_a_measured_vm_only_where_it_was_accepted() {
        Vm before = with(Vms.work()).with(new Measured.Against(without(digests(), TOOLS, BASE)));
        SortedMap<MeasuredPart, Measurement> found = found();
        found.remove(TOOLS);
        found.remove(BASE);
        Observed running = outcome(StartPlanner.plan(before, off, facts(before, found)), off);
        Vm wanted = with(before, tools());
        found.put(TOOLS, found("tools", "tools"));
        assertEquals(
                List.of(
                        new Refusal.OfMeasured.NotAccepted(
                                WORK.name(), TOOLS, "/images/tools", digest("tools"))),
                refused(change(before, wanted, running, facts(wanted, found))));
        Vm accepted = wanted.with(new Measured.Against(without(digests(), BASE)));
        List<Step> steps = ready(change(before, accepted, running, facts(accepted, found))).steps();
        assertEquals(new Step.PlugDisk(WORK.id(), tools()), steps.getFirst());
        assertInstanceOf(Step.ConfirmMeasured.class, steps.get(1));
        // After a crash nobody has looked at it.
        assertFalse(
                PlugPlanner.missing(accepted, before, running)
                        .contains(new Step.PlugDisk(WORK.id(), tools())));
    }

    @Test
    void what_was_shown_is_accepted_and_nothing_else() {
        Measured.Against shown = new Measured.Against(digests());
        Planned accepted = MeasuredPlanner.accept(PLAIN, shown, facts(PLAIN, found()));
        assertEquals(List.of(), ready(accepted).steps());
        SortedMap<MeasuredPart, Measurement> meanwhile = found();
        meanwhile.put(BASE, found("base", "another"));
        assertEquals(
                1, refused(MeasuredPlanner.accept(PLAIN, shown, facts(PLAIN, meanwhile))).size());
    }

    @Test
    void no_disposable_is_made_of_a_measured_vm() {
        assertEquals(1, DisposablePlanner.unfit(WORK, Vms.facts().abilities()).size());
        assertEquals(0, DisposablePlanner.unfit(PLAIN, Vms.facts().abilities()).size());
    }

    @Test
    void the_settings_name_what_nobody_measures() {
        Map<String, String> settings = Settings.of(WORK);
        assertEquals(digest("tools").text(), settings.get("measured.disks.tools"));
        assertEquals(
                "not measured: the VM writes to it, and keeps what it wrote",
                settings.get("measured.disks.data"));
        assertFalse(Settings.of(PLAIN).keySet().stream().anyMatch(it -> it.startsWith("meas")));
    }

    private static Planned change(Vm before, Vm wanted, Observed observed, Facts facts) {
        return ChangePlanner.plan(before, wanted, observed, facts, Duration.ofSeconds(1));
    }

    private static List<Refusal> refused(Planned planned) {
        return assertInstanceOf(Planned.Refused.class, planned).reasons();
    }

    private static Facts facts(Vm vm, SortedMap<MeasuredPart, Measurement> found) {
        return Vms.facts().with(new Measurements(Map.of(vm.id(), found)));
    }

    private static SortedMap<MeasuredPart, Digest> digests() {
        SortedMap<MeasuredPart, Digest> digests = new TreeMap<>();
        found().forEach((part, found) -> digests.put(part, ((Measurement.Found) found).digest()));
        return digests;
    }

    private static SortedMap<MeasuredPart, Measurement> found() {
        SortedMap<MeasuredPart, Measurement> found = new TreeMap<>();
        found.put(FIRMWARE, found("bios", "bios"));
        found.put(KERNEL, found("vmlinuz", "vmlinuz"));
        found.put(INITRAMFS, found("initramfs", "initramfs"));
        found.put(TOOLS, found("tools", "tools"));
        found.put(BASE, found("base", "base"));
        return found;
    }

    private static SortedMap<MeasuredPart, Digest> without(
            SortedMap<MeasuredPart, Digest> digests, MeasuredPart... parts) {
        digests.keySet().removeAll(List.of(parts));
        return digests;
    }

    private static Measurement found(String file, String content) {
        return new Measurement.Found(
                "/images/" + file, new FileStamp(1, 2, content.length(), 3, 4), digest(content));
    }

    private static Digest digest(String content) {
        return Digest.of(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Vm with(Vm vm, Disk... more) {
        List<Disk> disks = new ArrayList<>(vm.disks());
        disks.addAll(List.of(more));
        return vm.with(disks, vm.nics());
    }

    private static Disk tools() {
        return fromImage("tools", DiskMode.READ_ONLY);
    }

    private static Disk fromImage(String name, DiskMode mode) {
        return new Disk(
                new DiskName(name),
                new DiskSource.FromImage(Vms.MINIMAL, new ByteSize(0)),
                DiskFormat.RAW,
                mode);
    }
}
