package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;

/** Plans the cables of a VM that runs: into the wanted driver domain, and up where that runs. */
public final class LinkPlanner {
    private LinkPlanner() {}

    /**
     * Steps where something is not as wanted, none where all is.
     *
     * @param carriers what each NIC's guest sees now
     */
    public static Planned plan(
            Vm vm, Observed observed, Facts facts, Map<NicName, Carrier> carriers) {
        return plan(vm, observed, facts, carriers, Set.of(), new FreeSlots());
    }

    /**
     * @param told NICs whose link goes to its first driver domain, wherever it is now
     */
    static Planned plan(
            Vm vm,
            Observed observed,
            Facts facts,
            Map<NicName, Carrier> carriers,
            Set<NicName> told,
            FreeSlots free) {
        boolean answers =
                switch (observed.run()) {
                    case Run.Created _, Run.Running _, Run.Paused _ -> true;
                    case Run.Off _, Run.Saved _, Run.Unreachable _ -> false;
                };
        if (!answers) {
            return new Planned.Ready(Plan.of("relink " + vm.name(), List.of()));
        }
        List<Refusal> reasons = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        Map<NicName, Slot> slots =
                observed.held(Held.Link.class).stream()
                        .collect(Collectors.toMap(Held.Link::nic, Held.Link::slot));
        for (Nic nic : vm.nics()) {
            Slot slot = slots.get(nic.name());
            if (slot == null || observed.run().machine().flatMap(has(nic)).isEmpty()) {
                continue; // the machine has no such card: a start or a change plugs it
            }
            Optional<LinkTarget> target =
                    told.contains(nic.name())
                            ? LinkTarget.first(nic, facts)
                            : LinkTarget.staying(nic, slot, facts);
            if (target.isEmpty()) {
                reasons.add(new Refusal.NoSuchDriverDomain(vm.name(), nic.name(), nic.backend()));
                continue;
            }
            if (!slot.backend().equals(target.get().domain().id())) {
                Optional<Slot> to =
                        free.take(target.get().domain(), new NicOf(vm.id(), nic.name()));
                if (to.isEmpty()) {
                    reasons.add(new Refusal.NoFreeSlot(vm.name(), nic.name(), target.get().name()));
                    continue;
                }
                steps.add(new Step.MoveLink(vm.id(), nic.name(), slot, to.get()));
            }
            Carrier wanted = target.get().runs() ? Carrier.UP : Carrier.DOWN;
            if (carriers.getOrDefault(nic.name(), Carrier.UP) != wanted) {
                steps.add(new Step.SetCarrier(vm.id(), nic.name(), wanted));
            }
            mute(nic, observed).ifPresent(steps::add);
        }
        return Planned.of(reasons, Plan.of("relink " + vm.name(), steps));
    }

    private static Function<Vm, Optional<Nic>> has(Nic nic) {
        return machine -> machine.nic(nic.name());
    }

    /** A VM may stop by itself, and a daemon may die between resuming it and opening its links. */
    private static Optional<Step> mute(Nic nic, Observed observed) {
        boolean muted = observed.holds(new Held.Muted(nic.name()));
        boolean reads = observed.run() instanceof Run.Running;
        if (muted != reads) {
            return Optional.empty();
        }
        return Optional.of(
                reads
                        ? new Step.UnmuteLink(observed.vm(), nic.name())
                        : new Step.MuteLink(observed.vm(), nic.name()));
    }
}
