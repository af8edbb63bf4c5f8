package oxt.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import oxt.model.VmId;

/** Hands out the free slots of driver domains within one plan: the lowest first, each once. */
final class FreeSlots {
    private final Map<VmId, Integer> taken = new HashMap<>();

    /** Nothing where all are taken. */
    Optional<Slot> take(DriverDomain domain) {
        int next = taken.merge(domain.id(), 1, Integer::sum) - 1;
        return next < domain.freeSlots().size()
                ? Optional.of(domain.freeSlots().get(next))
                : Optional.empty();
    }
}
