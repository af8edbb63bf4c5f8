package oxt.plan;

import java.util.List;
import java.util.TreeSet;
import oxt.model.VmId;

/**
 * A network driver domain as other VMs' plans see it.
 *
 * @param freeSlots in ascending order
 */
public record DriverDomain(VmId id, Readiness readiness, List<Slot> freeSlots) {

    public DriverDomain {
        freeSlots = List.copyOf(freeSlots);
    }

    /** The domain when those of the slots that are its own have become free. */
    DriverDomain with(List<Slot> freed) {
        TreeSet<Slot> free = new TreeSet<>(freeSlots);
        freed.stream().filter(slot -> slot.backend().equals(id)).forEach(free::add);
        return new DriverDomain(id, readiness, List.copyOf(free));
    }

    public enum Readiness {
        OFF,
        RUNNING
    }
}
