package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static oxt.plan.Answers.more;
import static oxt.plan.Answers.outcome;
import static oxt.plan.Answers.ready;
import static oxt.plan.Answers.refusals;
import static oxt.plan.Answers.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.made.Vms;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.ImageName;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmName;

/** Plans as people read them, and the refusals. */
class PlansTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vm work = Vms.work();
    private final Facts facts = Vms.facts();
    private final Observed nothing = Observed.nothing(work.id());
    private final Observed off = outcome(CreatePlanner.plan(work, nothing, facts), nothing);
    private final Observed running = outcome(StartPlanner.plan(work, off, facts), off);

    @Test
    void plan_create() {
        Golden.check("plan/create", text(CreatePlanner.plan(work, nothing, facts)));
    }

    @Test
    void plan_start() {
        Golden.check("plan/start", text(StartPlanner.plan(work, off, facts)));
    }

    @Test
    void plan_stop() {
        Golden.check("plan/stop", text(StopPlanner.orderly(work, running, Duration.ofSeconds(60))));
    }

    @Test
    void plan_kill() {
        Golden.check("plan/kill", text(StopPlanner.kill(work, running)));
    }

    @Test
    void plan_reboot_with_changed_settings() {
        Vm changed = more(work);
        Observed created = outcome(change(changed, running), running);
        Golden.check(
                "plan/reboot",
                text(RunPlanner.reboot(changed, created, facts, Duration.ofSeconds(60))));
    }

    @Test
    void plan_remove() {
        Golden.check("plan/remove", text(RemovePlanner.plan(work, off, List.of())));
    }

    @Test
    void plan_change_while_it_runs_moves_links_and_makes_new_disks() {
        Golden.check("plan/change", text(change(more(work), running)));
    }

    @Test
    void explain_of_a_running_vm_whose_document_changed() {
        StringBuilder text = new StringBuilder();
        for (Explained row : Explain.of(more(work), running, facts, Set.of(new NicName("lan")))) {
            text.append(row.setting())
                    .append(" = ")
                    .append(row.wanted())
                    .append(": ")
                    .append(row.standing())
                    .append('\n');
        }
        Golden.check("plan/explain", text.toString());
    }

    @Test
    void does_not_plan_a_start_and_says_every_reason() {
        Facts poor =
                new Facts(
                        facts.abilities()
                                .with(
                                        Feature.General.LINKS,
                                        new Ability.Unable("QEMU is older than 7.2", "Upgrade.")),
                        ByteSize.mebibytes(100),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of());
        Planned.Refused refused =
                assertInstanceOf(Planned.Refused.class, StartPlanner.plan(work, nothing, poor));
        StringBuilder text = new StringBuilder();
        for (Refusal reason : refused.reasons()) {
            Problem problem = RefusalText.of(reason);
            text.append(problem.what()).append("\n    ").append(problem.remedy()).append('\n');
        }
        Golden.check("plan/start-refused", text.toString());
    }

    @Test
    void does_not_plan_a_start_of_a_vm_that_runs() {
        assertEquals(
                List.of(new Refusal.AlreadyRunning(work.name(), "running")),
                refusals(StartPlanner.plan(work, running, facts)));
    }

    @Test
    void does_not_plan_a_start_when_every_slot_is_taken() {
        DriverDomain net = facts.driverDomains().get(Vms.NET);
        Facts full =
                new Facts(
                        facts.abilities(),
                        facts.freeMemory(),
                        facts.images(),
                        Map.of(
                                Vms.NET,
                                new DriverDomain(
                                        net.id(), DriverDomain.Readiness.RUNNING, List.of())),
                        Map.of(),
                        Map.of());
        assertEquals(
                List.of(new Refusal.NoFreeSlot(work.name(), new NicName("lan"), Vms.NET)),
                refusals(StartPlanner.plan(work, off, full)));
    }

    @Test
    void does_not_plan_to_remove_a_driver_domain_that_others_name() {
        assertEquals(
                List.of(new Refusal.HasClients(work.name(), List.of(new VmName("personal")))),
                refusals(RemovePlanner.plan(work, off, List.of(new VmName("personal")))));
    }

    @Test
    void does_not_plan_to_take_a_disk_from_a_guest_that_stands_still() {
        Observed paused = outcome(RunPlanner.pause(work, running), running);
        assertEquals(
                List.of(new Refusal.IsPaused(work.name())),
                refusals(change(work.with(List.of(), work.nics()), paused)));
    }

    @Test
    void plan_change_while_it_runs_that_takes_all_away() {
        Golden.check("plan/unplug", text(change(work.with(List.of(), List.of()), running)));
    }

    @Test
    void plan_change_while_it_runs_that_plugs_a_fresh_disk_and_a_nic() {
        Vm before = work.with(List.of(), List.of());
        Observed created = outcome(CreatePlanner.plan(before, nothing, facts), nothing);
        Observed bare = outcome(StartPlanner.plan(before, created, facts), created);
        Vm wanted = work.with(List.of(Vms.disk("scratch", DiskMode.FRESH)), work.nics());
        Golden.check("plan/plug", text(ChangePlanner.plan(before, wanted, bare, facts, PATIENCE)));
    }

    @Test
    void does_not_plan_to_plug_a_disk_of_an_image_that_is_not_there() {
        Disk disk =
                new Disk(
                        new DiskName("tools"),
                        new DiskSource.FromImage(new ImageName("nowhere")),
                        DiskFormat.RAW,
                        DiskMode.READ_ONLY);
        List<Disk> disks = new ArrayList<>(work.disks());
        disks.add(disk);
        assertEquals(
                List.of(new Refusal.NoSuchImage(work.name(), new ImageName("nowhere"))),
                refusals(change(work.with(disks, work.nics()), running)));
    }

    @Test
    void does_not_plan_to_take_a_disk_from_a_driver_domain_that_runs() {
        Vm net =
                new Vm(
                        work.id(),
                        Vms.NET,
                        Role.NETWORK,
                        work.template(),
                        work.memory(),
                        1,
                        work.boot(),
                        work.disks(),
                        List.of(),
                        work.display(),
                        work.autostart(),
                        work.uplink(),
                        work.pci(),
                        work.xen());
        Observed observed = new Observed(net.id(), new Run.Running(net), running.held());
        assertEquals(
                List.of(new Refusal.DiskInUse(net.name(), net.disks().getFirst().name())),
                refusals(
                        ChangePlanner.plan(
                                net, net.with(List.of(), List.of()), observed, facts, PATIENCE)));
    }

    private Planned change(Vm wanted, Observed observed) {
        return ChangePlanner.plan(work, wanted, observed, facts, PATIENCE);
    }

    @Test
    void does_not_plan_an_orderly_stop_of_a_paused_guest() {
        Observed paused = outcome(RunPlanner.pause(work, running), running);
        assertEquals(
                List.of(new Refusal.IsPaused(work.name())),
                refusals(StopPlanner.orderly(work, paused, Duration.ofSeconds(60))));
    }

    @Test
    void a_start_while_the_driver_domain_is_off_begins_with_the_cable_out() {
        DriverDomain net = facts.driverDomains().get(Vms.NET);
        Facts without =
                new Facts(
                        facts.abilities(),
                        facts.freeMemory(),
                        facts.images(),
                        Map.of(
                                Vms.NET,
                                new DriverDomain(
                                        net.id(), DriverDomain.Readiness.OFF, net.freeSlots())),
                        Map.of(),
                        Map.of());
        assertEquals(
                new Step.SetCarrier(work.id(), new NicName("lan"), Carrier.DOWN),
                ready(StartPlanner.plan(work, off, without)).steps().reversed().get(1));
    }
}
