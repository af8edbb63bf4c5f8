package oxt.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

    private Optional<Refusal> visit(Vm vm) {
        path.add(vm.name());
        for (Nic nic : vm.nics()) {
            Optional<Refusal> cycle = visitBackend(nic.backend());
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        path.remove(vm.name());
        ordered.add(vm.name());
        return Optional.empty();
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
