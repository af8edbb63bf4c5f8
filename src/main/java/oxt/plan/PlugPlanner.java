package oxt.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import oxt.model.Disk;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Role;
import oxt.model.Vm;

/**
 * Plans what is put into a machine that is there, and taken out of it, so that it has the disks and
 * NICs that are wanted. One that it has and that is wanted otherwise stays until the next start.
 */
final class PlugPlanner {
    private final Vm wanted;
    private final Vm machine;
    private final Observed observed;
    private final List<Refusal> reasons = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private PlugPlanner(Vm wanted, Vm machine, Observed observed) {
        this.wanted = wanted;
        this.machine = machine;
        this.observed = observed;
    }

    /** A driver domain's machine is made once: the places of what is plugged are its slots. */
    static boolean canPlug(Vm machine) {
        return machine.role() == Role.USER;
    }

    /** The machine that can be plugged into, where there is one. */
    static Optional<Vm> machine(Observed observed) {
        return switch (observed.run()) {
            case Run.Created(var vm) -> Optional.of(vm).filter(PlugPlanner::canPlug);
            case Run.Running(var vm) -> Optional.of(vm).filter(PlugPlanner::canPlug);
            case Run.Paused(var vm) -> Optional.of(vm).filter(PlugPlanner::canPlug);
            case Run.Off _, Run.Saved _, Run.Unreachable _ -> Optional.empty();
        };
    }

    /**
     * The files of new persistent disks are made before, and what is not wanted any more of files
     * and links goes after.
     *
     * @param free handed out by the rest of the plan as well
     */
    static Planned plan(
            Vm wanted,
            Vm machine,
            Observed observed,
            Facts facts,
            FreeSlots free,
            Duration patience) {
        PlugPlanner planner = new PlugPlanner(wanted, machine, observed);
        planner.plugDisks(facts);
        planner.plugNics(facts, free);
        planner.unplug(patience);
        planner.requireAble(facts.abilities());
        return Planned.of(planner.reasons, Plan.of("plug " + wanted.name(), planner.steps));
    }

    /** What brings a machine back to its document, without anything new of the host. */
    static List<Step> mend(Vm wanted, Vm machine, Observed observed, Duration patience) {
        PlugPlanner planner = new PlugPlanner(wanted, machine, observed);
        planner.steps.addAll(missing(wanted, machine, observed));
        planner.unplug(patience);
        return planner.steps;
    }

    /** The half of it for which no guest has to do anything. */
    static List<Step> missing(Vm wanted, Vm machine, Observed observed) {
        PlugPlanner planner = new PlugPlanner(wanted, machine, observed);
        for (Disk disk : planner.missingDisks()) {
            // A measured VM gets what nobody has looked at with its next start.
            boolean isKnown = !(wanted.measured().isDemanded() && disk.isMeasurable());
            if (isKnown && After.file(disk).filter(file -> !observed.holds(file)).isEmpty()) {
                planner.steps.add(new Step.PlugDisk(wanted.id(), disk));
            }
        }
        for (Nic nic : planner.missingNics()) {
            if (After.isLinked(observed, nic.name())) {
                planner.steps.add(new Step.PlugNic(wanted.id(), nic));
            }
        }
        return planner.steps;
    }

    private void requireAble(Abilities abilities) {
        boolean disks =
                steps.stream()
                        .anyMatch(
                                step ->
                                        step instanceof Step.PlugDisk
                                                || step instanceof Step.UnplugDisk);
        if (disks) {
            abilities.refusal(wanted.name(), Feature.General.PLUG_DISKS).ifPresent(reasons::add);
        }
    }

    private List<Disk> missingDisks() {
        return wanted.disks().stream().filter(disk -> machine.disk(disk.name()).isEmpty()).toList();
    }

    private List<Nic> missingNics() {
        return wanted.nics().stream().filter(nic -> machine.nic(nic.name()).isEmpty()).toList();
    }

    private void plugDisks(Facts facts) {
        for (Disk disk : missingDisks()) {
            switch (disk.mode()) {
                case PERSISTENT -> {
                    if (disk.hasFile() && !observed.holds(new Held.DiskFile(disk.name()))) {
                        reasons.add(new Refusal.DiskIsGone(wanted.name(), disk.name()));
                    }
                }
                case FRESH -> {
                    reasons.addAll(Requirements.unmet(wanted, disk, facts));
                    steps.add(new Step.MakeOverlay(wanted.id(), disk));
                }
                case READ_ONLY -> reasons.addAll(Requirements.unmet(wanted, disk, facts));
            }
            steps.add(new Step.PlugDisk(wanted.id(), disk));
            reasons.addAll(MeasuredPlanner.unmet(wanted, disk, facts));
            MeasuredPlanner.confirmed(wanted, disk, facts)
                    .forEach(confirm -> confirm.forEachStep(steps::add));
        }
    }

    private void plugNics(Facts facts, FreeSlots free) {
        Map<NicName, Slot> slots =
                observed.held(Held.Link.class).stream()
                        .collect(Collectors.toMap(Held.Link::nic, Held.Link::slot));
        for (Nic nic : missingNics()) {
            Optional<LinkTarget> target = LinkTarget.first(nic, facts);
            if (target.isEmpty()) {
                continue; // refused already, with the requirements
            }
            if (!slots.containsKey(nic.name())) {
                Optional<Slot> slot = free.take(target.get().domain());
                if (slot.isEmpty()) {
                    reasons.add(
                            new Refusal.NoFreeSlot(wanted.name(), nic.name(), target.get().name()));
                    continue;
                }
                steps.add(new Step.PlugLink(wanted.id(), nic.name(), slot.get()));
            }
            steps.add(new Step.PlugNic(wanted.id(), nic));
            if (!target.get().runs()) {
                steps.add(new Step.SetCarrier(wanted.id(), nic.name(), Carrier.DOWN));
            }
        }
    }

    private void unplug(Duration patience) {
        List<Step> unplug = new ArrayList<>();
        for (Disk disk : machine.disks()) {
            if (wanted.disk(disk.name()).isEmpty()) {
                unplug.add(new Step.UnplugDisk(wanted.id(), disk, patience));
            }
        }
        for (Nic nic : machine.nics()) {
            if (wanted.nic(nic.name()).isEmpty()) {
                unplug.add(new Step.UnplugNic(wanted.id(), nic, patience));
            }
        }
        if (!unplug.isEmpty() && observed.run() instanceof Run.Paused) {
            reasons.add(new Refusal.IsPaused(wanted.name()));
        }
        steps.addAll(unplug);
    }

    /**
     * Overlays and links of what the machine will have no more; disks' files are the document's.
     */
    static List<Step> release(Vm wanted, Observed observed) {
        List<Step> steps = new ArrayList<>();
        for (Held.Overlay overlay : observed.held(Held.Overlay.class)) {
            if (wanted.disk(overlay.disk()).isEmpty()) {
                steps.add(new Step.RemoveOverlay(observed.vm(), overlay.disk()));
            }
        }
        for (Held.Link link : observed.held(Held.Link.class)) {
            if (wanted.nic(link.nic()).isEmpty()) {
                steps.add(new Step.UnplugLink(observed.vm(), link.nic(), link.slot()));
            }
        }
        return steps;
    }
}
