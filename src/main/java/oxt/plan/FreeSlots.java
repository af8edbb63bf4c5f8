package oxt.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hands out the free slots of driver domains within one plan: the lowest first, each once. */
final class FreeSlots {
    private final Set<Slot> given = new HashSet<>();

    /** One that is kept for nobody where there is any; nothing where all are taken. */
    Optional<Slot> take(DriverDomain domain) {
        List<Slot> slots = new ArrayList<>(domain.freeSlots());
        slots.removeAll(domain.kept().values());
        slots.addAll(domain.freeSlots());
        return take(slots);
    }

    /** The one that is kept for that NIC, where there is one. */
    Optional<Slot> take(DriverDomain domain, NicOf nic) {
        Slot kept = domain.kept().get(nic);
        if (kept != null && domain.freeSlots().contains(kept) && given.add(kept)) {
            return Optional.of(kept);
        }
        return take(domain);
    }

    private Optional<Slot> take(List<Slot> slots) {
        return slots.stream().filter(given::add).findFirst();
    }
}
