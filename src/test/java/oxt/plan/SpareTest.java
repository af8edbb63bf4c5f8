package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.made.MadeUp;
import oxt.made.Seeds;
import oxt.made.Vms;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.DriverDomain.Readiness;

/** A NIC with a spare: where its link goes when driver domains come and go. */
class SpareTest {
    private static final NicName LAN = new NicName("lan");
    private static final Vm WORK = spared(Vms.work(), Vms.NET, Vms.NET2);

    @Test
    void while_the_backend_runs_nothing_is_done() {
        assertEquals(List.of(), relink(Vms.NET, Readiness.RUNNING, Readiness.RUNNING));
    }

    @Test
    void a_link_of_a_dead_driver_domain_goes_to_the_spare_with_its_cable_in() {
        assertEquals(
                List.of(new Step.MoveLink(WORK.id(), LAN, slot(Vms.NET, 3), slot(Vms.NET2, 0))),
                relink(Vms.NET, Readiness.OFF, Readiness.RUNNING));
    }

    @Test
    void a_link_stays_with_its_spare_when_the_backend_is_back() {
        assertEquals(List.of(), relink(Vms.NET2, Readiness.RUNNING, Readiness.RUNNING));
    }

    @Test
    void a_link_goes_back_when_the_spare_dies() {
        assertEquals(
                List.of(new Step.MoveLink(WORK.id(), LAN, slot(Vms.NET2, 3), slot(Vms.NET, 0))),
                relink(Vms.NET2, Readiness.RUNNING, Readiness.OFF));
    }

    @Test
    void with_both_dead_the_link_stays_and_its_cable_is_out() {
        for (VmName here : List.of(Vms.NET, Vms.NET2)) {
            assertEquals(
                    List.of(new Step.SetCarrier(WORK.id(), LAN, Carrier.DOWN)),
                    relink(here, Readiness.OFF, Readiness.OFF));
        }
    }

    @Test
    void a_document_that_swaps_the_two_moves_the_link() {
        Vm swapped = spared(WORK, Vms.NET2, Vms.NET);
        Facts facts = facts(Readiness.RUNNING, Readiness.RUNNING);
        Planned planned =
                ChangePlanner.plan(
                        WORK, swapped, running(WORK, Vms.NET), facts, Duration.ofSeconds(1));
        assertEquals(
                List.of(new Step.MoveLink(WORK.id(), LAN, slot(Vms.NET, 3), slot(Vms.NET2, 0))),
                assertInstanceOf(Planned.Ready.class, planned).plan().steps());
    }

    @Test
    void a_start_goes_to_the_spare_where_only_that_runs() {
        Observed off = new Observed(WORK.id(), Run.OFF, Set.copyOf(After.lifelong(WORK)));
        Planned planned = StartPlanner.plan(WORK, off, facts(Readiness.OFF, Readiness.RUNNING));
        List<Step> steps = assertInstanceOf(Planned.Ready.class, planned).plan().steps();
        assertEquals(
                List.of(new Step.PlugLink(WORK.id(), LAN, slot(Vms.NET2, 0))),
                steps.stream().filter(step -> step instanceof Step.PlugLink).toList());
        assertEquals(
                List.of(), steps.stream().filter(step -> step instanceof Step.SetCarrier).toList());
    }

    @Test
    void a_spare_that_is_not_defined_is_refused() {
        Vm lost = spared(WORK, Vms.NET, new VmName("gone"));
        Observed off = new Observed(lost.id(), Run.OFF, Set.copyOf(After.lifelong(lost)));
        var refused =
                assertInstanceOf(Planned.Refused.class, StartPlanner.plan(lost, off, Vms.facts()));
        assertEquals(
                List.of(new Refusal.NoSuchSpare(lost.name(), LAN, new VmName("gone"))),
                refused.reasons());
    }

    /** Whatever comes and goes: a link is where something runs if it can be, and then at rest. */
    @Test
    void a_plan_leaves_each_link_at_a_domain_that_runs_and_nothing_more_to_do() {
        Seeds.forEach(
                2_000,
                random -> {
                    Facts facts =
                            facts(
                                    random.nextBoolean() ? Readiness.RUNNING : Readiness.OFF,
                                    random.nextBoolean() ? Readiness.RUNNING : Readiness.OFF);
                    Vm vm = new MadeUp(random).vm().with(List.of(), WORK.nics());
                    VmName here = random.nextBoolean() ? Vms.NET : Vms.NET2;
                    Observed before = running(vm, here);
                    Planned planned = LinkPlanner.plan(vm, before, facts, Map.of());
                    Plan plan = assertInstanceOf(Planned.Ready.class, planned).plan();
                    Observed after = PlanChecks.outcome(plan, before);
                    Slot slot = after.held(Held.Link.class).getFirst().slot();
                    boolean some =
                            facts.driverDomains().values().stream()
                                    .anyMatch(each -> each.readiness() == Readiness.RUNNING);
                    boolean there =
                            facts.driverDomains().values().stream()
                                    .filter(each -> each.id().equals(slot.backend()))
                                    .anyMatch(each -> each.readiness() == Readiness.RUNNING);
                    assertEquals(some, there);
                    Map<NicName, Carrier> seen = Map.of(LAN, some ? Carrier.UP : Carrier.DOWN);
                    assertEquals(
                            new Planned.Ready(Plan.of("relink " + vm.name(), List.of())),
                            LinkPlanner.plan(vm, after, facts, seen));
                });
    }

    private static List<Step> relink(VmName here, Readiness net, Readiness net2) {
        Planned planned =
                LinkPlanner.plan(
                        WORK, running(WORK, here), facts(net, net2), Map.of(LAN, Carrier.UP));
        return assertInstanceOf(Planned.Ready.class, planned).plan().steps();
    }

    private static Observed running(Vm vm, VmName here) {
        Set<Held> held = new HashSet<>(After.needs(vm));
        held.add(new Held.DeviceModel());
        held.add(new Held.Link(LAN, slot(here, 3)));
        return new Observed(vm.id(), new Run.Running(vm), held);
    }

    private static Slot slot(VmName domain, int number) {
        return new Slot(Vms.facts().driverDomains().get(domain).id(), number);
    }

    private static Facts facts(Readiness net, Readiness net2) {
        Facts facts = Vms.facts();
        Map<VmName, DriverDomain> domains = new HashMap<>();
        facts.driverDomains()
                .forEach(
                        (name, domain) ->
                                domains.put(
                                        name,
                                        new DriverDomain(
                                                domain.id(),
                                                name.equals(Vms.NET) ? net : net2,
                                                domain.freeSlots())));
        return new Facts(
                facts.abilities(),
                facts.freeMemory(),
                facts.images(),
                domains,
                facts.storageDomains(),
                facts.devicesInUse());
    }

    private static Vm spared(Vm vm, VmName backend, VmName spare) {
        List<Nic> nics =
                vm.nics().stream().map(nic -> nic.behind(backend, Optional.of(spare))).toList();
        return vm.with(vm.disks(), nics);
    }
}
