package oxt.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.Nic;
import oxt.model.Vm;
import oxt.model.VmName;

/** Which VMs must be started before a VM: its driver domains that are off, and theirs. */
public final class StartOrder {
    private final Map<VmName, Vm> defined;
    private final Predicate<VmName> runs;
    private final Set<VmName> path = new LinkedHashSet<>();
    private final Set<VmName> ordered = new LinkedHashSet<>();

    /** What comes first, or why there is no order. */
    public sealed interface Answer {
        /** Those that are off, without the VM itself; each after those that it needs. */
        record First(List<Vm> vms) implements Answer {
            public First {
                vms = List.copyOf(vms);
            }
        }

        record Refused(Refusal reason) implements Answer {}
    }

    private StartOrder(Map<VmName, Vm> defined, Predicate<VmName> runs) {
        this.defined = defined;
        this.runs = runs;
    }

    /** A driver domain that is not defined is left to the planner, which refuses it. */
    public static Answer of(Vm vm, Map<VmName, Vm> defined, Predicate<VmName> runs) {
        StartOrder order = new StartOrder(defined, runs);
        Optional<Refusal> cycle = order.visit(vm);
        if (cycle.isPresent()) {
            return new Answer.Refused(cycle.get());
        }
        order.ordered.remove(vm.name());
        return new Answer.First(order.ordered.stream().map(defined::get).toList());
    }

    /**
     * Those that the VM cannot do without and that do not run: of each NIC's driver domains one is
     * enough, of its disks' each is needed.
     */
    public static List<VmName> missing(Vm vm, Predicate<VmName> runs) {
        Set<VmName> missing = new LinkedHashSet<>();
        for (Nic nic : vm.nics()) {
            if (nic.driverDomains().stream().noneMatch(runs)) {
                missing.addAll(nic.driverDomains());
            }
        }
        storage(vm).stream().filter(runs.negate()).forEach(missing::add);
        return List.copyOf(missing);
    }

    /**
     * What keeps a VM from starting of what kept those from starting that come first: a spare's
     * reasons are none of the VM's.
     *
     * @param runs what runs when all that could be started was
     */
    public static <T> List<T> unmet(Vm vm, Predicate<VmName> runs, Map<VmName, List<T>> problems) {
        List<T> unmet = new ArrayList<>();
        for (VmName missing : missing(vm, runs)) {
            unmet.addAll(problems.getOrDefault(missing, List.of()));
        }
        return unmet;
    }

    private Optional<Refusal> visit(Vm vm) {
        path.add(vm.name());
        List<VmName> needed = new ArrayList<>(storage(vm));
        vm.nics().forEach(nic -> needed.add(nic.backend()));
        for (VmName each : needed) {
            Optional<Refusal> cycle = visitBackend(each);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        vm.nics().forEach(nic -> nic.spare().ifPresent(this::visitSpare));
        path.remove(vm.name());
        ordered.add(vm.name());
        return Optional.empty();
    }

    /** A spare stands by, so it is started too; one that would need the VM itself is left out. */
    private void visitSpare(VmName spare) {
        Set<VmName> pathBefore = new LinkedHashSet<>(path);
        Set<VmName> orderedBefore = new LinkedHashSet<>(ordered);
        if (visitBackend(spare).isPresent()) {
            path.clear();
            path.addAll(pathBefore);
            ordered.clear();
            ordered.addAll(orderedBefore);
        }
    }

    private static List<VmName> storage(Vm vm) {
        List<VmName> domains = new ArrayList<>();
        for (Disk disk : vm.disks()) {
            if (disk.source() instanceof DiskSource.InDomain(var backend, _)) {
                domains.add(backend);
            }
        }
        return domains;
    }

    private Optional<Refusal> visitBackend(VmName backend) {
        Vm needed = defined.get(backend);
        if (needed == null || runs.test(backend) || ordered.contains(backend)) {
            return Optional.empty();
        }
        if (path.contains(backend)) {
            List<VmName> cycle = new ArrayList<>(path);
            return Optional.of(
                    new Refusal.DriverDomainCycle(
                            backend, cycle.subList(cycle.indexOf(backend), cycle.size())));
        }
        return visit(needed);
    }
}
