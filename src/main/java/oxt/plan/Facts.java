package oxt.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.VmName;

/**
 * What the host is and has, at one moment, for one plan.
 *
 * @param freeMemory what new VMs may take: plans in progress are already taken off
 * @param driverDomains every VM of role network that is defined
 */
public record Facts(
        Abilities abilities,
        ByteSize freeMemory,
        Map<ImageName, Set<ImagePart>> images,
        Map<VmName, DriverDomain> driverDomains) {

    public Facts {
        images = Map.copyOf(images);
        driverDomains = Map.copyOf(driverDomains);
    }

    public boolean has(ImageName image, ImagePart part) {
        return images.getOrDefault(image, Set.of()).contains(part);
    }

    /** The facts when one VM's memory and slots have become free. */
    Facts with(ByteSize freed, List<Slot> slots) {
        Map<VmName, DriverDomain> domains = new HashMap<>();
        driverDomains.forEach((name, domain) -> domains.put(name, domain.with(slots)));
        return new Facts(abilities, freeMemory.plus(freed), images, domains);
    }
}
