package oxt.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import oxt.model.VmId;

/**
 * A network driver domain as other VMs' plans see it.
 *
 * @param freeSlots in ascending order
 * @param kept which of them it is ready to serve whom in, whose link is in another domain now
 */
public record DriverDomain(
        VmId id, Readiness readiness, List<Slot> freeSlots, Map<NicOf, Slot> kept) {

    /** Of one that is nobody's spare. */
    public DriverDomain(VmId id, Readiness readiness, List<Slot> freeSlots) {
        this(id, readiness, freeSlots, Map.of());
    }

    public DriverDomain {
        freeSlots = List.copyOf(freeSlots);
        kept = Map.copyOf(kept);
    }

    /** The domain when those of the slots that are its own have become free. */
    DriverDomain with(List<Slot> freed) {
        TreeSet<Slot> free = new TreeSet<>(freeSlots);
        freed.stream().filter(slot -> slot.backend().equals(id)).forEach(free::add);
        return new DriverDomain(id, readiness, List.copyOf(free), kept);
    }

    public enum Readiness {
        OFF,
        RUNNING
    }
}
